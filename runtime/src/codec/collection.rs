//! Lists and maps, dense or sparse, of values in any format.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash};
use std::marker::PhantomData;

use serde::{Serialize, Serializer};

use super::{Expected, Format, Read, Source, Stop, Written};

/// A list of values in the format `F`; nulls are dropped when reading.
#[derive(Debug)]
pub struct List<F>(PhantomData<F>);

/// A list of values in the format `F`, in which nulls are values too.
#[derive(Debug)]
pub struct SparseList<F>(PhantomData<F>);

/// A map to values in the format `F`; entries that are null are dropped when reading.
#[derive(Debug)]
pub struct Map<F>(PhantomData<F>);

/// A map to values in the format `F`, in which nulls are values too.
#[derive(Debug)]
pub struct SparseMap<F>(PhantomData<F>);

impl<F: Format<T>, T> Format<Vec<T>> for List<F> {
    fn serialize<S: Serializer>(value: &Vec<T>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(value.iter().map(Written::<F, T>::new))
    }

    fn read(source: &mut dyn Source<'_>) -> Result<Option<Vec<T>>, Stop> {
        list(source, F::read)
    }
}

impl<F: Format<T>, T> Format<Vec<Option<T>>> for SparseList<F> {
    fn serialize<S: Serializer>(value: &Vec<Option<T>>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(value.iter().map(|item| item.as_ref().map(Written::<F, T>::new)))
    }

    fn read(source: &mut dyn Source<'_>) -> Result<Option<Vec<Option<T>>>, Stop> {
        let mut list = Vec::new();
        let is_set = source.elements(&mut |element| {
            list.push(F::read(element)?);
            Ok(())
        })?;
        Ok(is_set.then_some(list))
    }
}

impl<F, K, V, H> Format<HashMap<K, V, H>> for Map<F>
where
    F: Format<V>,
    K: Serialize + for<'k> From<&'k str> + AsRef<str> + Eq + Hash,
    H: BuildHasher + Default,
{
    fn serialize<S: Serializer>(value: &HashMap<K, V, H>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(sorted(value).map(|(key, value)| (key, Written::<F, V>::new(value))))
    }

    fn read(source: &mut dyn Source<'_>) -> Result<Option<HashMap<K, V, H>>, Stop> {
        map(source, F::read)
    }
}

impl<F, K, V, H> Format<HashMap<K, Option<V>, H>> for SparseMap<F>
where
    F: Format<V>,
    K: Serialize + for<'k> From<&'k str> + AsRef<str> + Eq + Hash,
    H: BuildHasher + Default,
{
    fn serialize<S: Serializer>(value: &HashMap<K, Option<V>, H>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer
            .collect_map(sorted(value).map(|(key, value)| (key, value.as_ref().map(Written::<F, V>::new))))
    }

    fn read(source: &mut dyn Source<'_>) -> Result<Option<HashMap<K, Option<V>, H>>, Stop> {
        let mut map = HashMap::default();
        let is_set = source.members(Expected::Map, &mut |key, value| {
            map.insert(K::from(key), F::read(value)?);
            Ok(())
        })?;
        Ok(is_set.then_some(map))
    }
}

/// A list of values in their own form; nulls are dropped.
impl<T: Read> Read for Vec<T> {
    fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
        list(source, T::read)
    }
}

/// A map to values in their own form; entries that are null are dropped.
impl<K: for<'k> From<&'k str> + Eq + Hash, V: Read, H: BuildHasher + Default> Read for HashMap<K, V, H> {
    fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
        map(source, V::read)
    }
}

/// How one value is read.
type Reader<T> = fn(&mut dyn Source<'_>) -> Result<Option<T>, Stop>;

fn list<T>(source: &mut dyn Source<'_>, read: Reader<T>) -> Result<Option<Vec<T>>, Stop> {
    let mut list = Vec::new();
    let is_set = source.elements(&mut |element| {
        if let Some(item) = read(element)? {
            list.push(item);
        }
        Ok(())
    })?;
    Ok(if is_set { Some(list) } else { None })
}

fn map<K, V, H>(source: &mut dyn Source<'_>, read: Reader<V>) -> Result<Option<HashMap<K, V, H>>, Stop>
where
    K: for<'k> From<&'k str> + Eq + Hash,
    H: BuildHasher + Default,
{
    let mut map = HashMap::default();
    let is_set = source.members(Expected::Map, &mut |key, value| {
        if let Some(value) = read(value)? {
            map.insert(K::from(key), value);
        }
        Ok(())
    })?;
    Ok(is_set.then_some(map))
}

/// The entries sorted by key, so that equal maps give equal texts.
fn sorted<K: AsRef<str>, V, H>(map: &HashMap<K, V, H>) -> impl Iterator<Item = (&K, &V)> {
    let mut entries: Vec<(&K, &V)> = map.iter().collect();
    entries.sort_unstable_by_key(|(key, _)| (*key).as_ref());
    entries.into_iter()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::super::testing::{from_json, to_json};
    use super::super::{Blob, Boxed, Integer, Plain};
    use super::*;

    #[test]
    fn nulls_go_from_dense_collections_and_stay_in_sparse_ones() {
        let list = r#"["a",null,"b"]"#;
        assert_eq!(from_json::<List<Plain>, _>(list), Ok(vec!["a".to_owned(), "b".to_owned()]));
        let sparse = vec![Some("a".to_owned()), None, Some("b".to_owned())];
        assert_eq!(from_json::<SparseList<Plain>, _>(list), Ok(sparse.clone()));
        assert_eq!(to_json::<SparseList<Plain>, _>(&sparse), list);

        let map = r#"{"a":1.0,"b":null}"#;
        assert_eq!(from_json::<Map<Integer>, _>(map), Ok(HashMap::from([("a".to_owned(), 1_i32)])));
        let sparse = HashMap::from([("a".to_owned(), Some(1_i32)), ("b".to_owned(), None)]);
        assert_eq!(from_json::<SparseMap<Integer>, _>(map), Ok(sparse));
        assert_eq!(
            to_json::<SparseMap<Integer>, _>(&HashMap::from([("b".to_owned(), None::<i32>)])),
            r#"{"b":null}"#
        );
    }

    #[test]
    fn equal_maps_are_equal_texts() {
        let map: HashMap<String, i32> = (0..9).rev().map(|number| (format!("k{number}"), number)).collect();
        let json = r#"{"k0":0,"k1":1,"k2":2,"k3":3,"k4":4,"k5":5,"k6":6,"k7":7,"k8":8}"#;
        assert_eq!(to_json::<Map<Integer>, _>(&map), json);
    }

    #[test]
    fn formats_nest() {
        type Nested = HashMap<String, Vec<Box<Bytes>>>;
        let value: Nested = HashMap::from([("k".to_owned(), vec![Box::new(Bytes::from_static(b"foo"))])]);
        let json = r#"{"k":["Zm9v"]}"#;
        assert_eq!(to_json::<Map<List<Boxed<Blob>>>, _>(&value), json);
        assert_eq!(from_json::<Map<List<Boxed<Blob>>>, Nested>(json), Ok(value));
        assert_eq!(
            from_json::<Map<List<Plain>>, HashMap<String, Vec<String>>>("{\"k\":[]}").unwrap().len(),
            1
        );
        assert!(from_json::<List<Plain>, Vec<String>>("{}").is_err());
        assert!(from_json::<List<Plain>, Vec<String>>("[1]").is_err());
    }
}
