"""Runs the emulator until standard input ends, so that it never outlives the program that started it."""

import os
import sys
import threading

from ministack.app import main


def end_with_standard_input():
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=end_with_standard_input, daemon=True).start()
main()
