//! Requests one after the other, in chunks that never move: a vector that doubles would hold them twice while it grows,
//! and there may be millions.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::join::{Request, Told};
use super::profiles::Profile;

/// A request, and the hash of its ID.
pub type Keyed = (u128, Request);

/// Requests in a chunk. Each worker has a chunk under way in each shard.
const CHUNK: usize = if cfg!(test) { 3 } else { 256 };

#[derive(Debug, Default)]
pub struct Log {
    /// All but the last are full, and none is empty.
    chunks: Vec<Vec<Keyed>>,
}

impl Log {
    pub fn len(&self) -> usize {
        let last = self.chunks.last().map_or(CHUNK, Vec::len);
        self.chunks.len() * CHUNK + last - CHUNK
    }

    pub fn push(&mut self, request: Keyed) {
        match self.chunks.last_mut() {
            Some(last) if last.len() < CHUNK => last.push(request),
            _ => {
                let mut chunk = Vec::with_capacity(CHUNK);
                chunk.push(request);
                self.chunks.push(chunk);
            }
        }
    }

    /// Takes over what stands in another, in no certain order.
    pub fn append(&mut self, mut other: Log) {
        if let Some(last) = other.chunks.pop() {
            let partial = self.chunks.pop_if(|mine| mine.len() < CHUNK);
            self.chunks.append(&mut other.chunks);
            self.chunks.push(last);
            partial
                .into_iter()
                .flatten()
                .for_each(|request| self.push(request));
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Request> {
        self.chunks.iter().flatten().map(|(_, request)| request)
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Request> {
        self.chunks.iter_mut().flatten().map(|(_, request)| request)
    }

    /// Joins what is told of each request more than once, in the memory there is.
    pub fn put_together(&mut self, mut join: impl FnMut(&mut Request, Request)) {
        let nobody = || Request::new(None, Told::default(), Told::default(), Profile::default());
        let mut places: FxHashMap<u128, u32> = FxHashMap::default();
        places.reserve(self.len());
        let mut kept = 0;
        for at in 0..self.len() {
            let (key, request) = self.at(at);
            let (key, request) = (*key, std::mem::replace(request, nobody()));
            match places.entry(key) {
                Entry::Occupied(place) => join(&mut self.at(*place.get() as usize).1, request),
                Entry::Vacant(new) => {
                    new.insert(kept as u32);
                    *self.at(kept) = (key, request);
                    kept += 1;
                }
            }
        }
        self.chunks.truncate(kept.div_ceil(CHUNK));
        if let Some(last) = self.chunks.last_mut() {
            last.truncate((kept - 1) % CHUNK + 1);
        }
    }

    fn at(&mut self, at: usize) -> &mut Keyed {
        &mut self.chunks[at / CHUNK][at % CHUNK]
    }
}
