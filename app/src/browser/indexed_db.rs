//! The journal in IndexedDB: one store of texts by key, written with strict durability.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest,
    IdbTransaction,
};

use crate::storage::{Durability, Journal, StorageError};

use super::local_storage::to_error;

const ENTRIES: &str = "entries";
const VERSION: u32 = 1;
const READ: &str = "readonly";
const WRITE: &str = "readwrite";
/// Some browsers never answer; after this long the app goes on without the journal.
const PATIENCE_MILLIS: i32 = 8_000;

/// The journal in IndexedDB.
///
/// The connection closes when another tab wants to delete or upgrade the database, or when the
/// browser takes it away; the next call opens it again.
#[derive(Debug)]
pub struct BrowserJournal {
    factory: IdbFactory,
    name: String,
    connection: Rc<RefCell<Option<Connection>>>,
}

#[derive(Debug)]
struct Connection {
    database: IdbDatabase,
    /// Kept as long as the connection, as the browser may call it at any time.
    _on_lost: Closure<dyn FnMut()>,
}

impl BrowserJournal {
    /// Opens the journal's database, and makes it where there is none.
    ///
    /// # Errors
    /// Where the browser has no IndexedDB, refuses it, or does not answer.
    pub async fn open(name: &str) -> Result<Self, StorageError> {
        let window = web_sys::window().ok_or(StorageError::Blocked)?;
        let factory = match window.indexed_db() {
            Ok(Some(factory)) => factory,
            Ok(None) => return Err(StorageError::Blocked),
            Err(error) => return Err(to_error(&error)),
        };
        let journal = Self { factory, name: name.to_owned(), connection: Rc::default() };
        journal.database().await?;
        Ok(journal)
    }

    /// Closes the connection; the next call opens it again.
    pub fn close(&self) {
        if let Some(connection) = self.connection.borrow_mut().take() {
            forget(&connection.database);
        }
    }

    async fn database(&self) -> Result<IdbDatabase, StorageError> {
        if let Some(connection) = &*self.connection.borrow() {
            return Ok(connection.database.clone());
        }
        let request =
            self.factory.open_with_u32(&self.name, VERSION).map_err(|error| to_error(&error))?;
        let upgrade = on_upgrade(&request);
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let opened = timely(&Promise::new(&mut |resolve, reject| {
            request.set_onsuccess(Some(&resolve));
            request.set_onerror(Some(&reject));
            request.set_onblocked(Some(&reject));
        }))
        .await;
        request.set_onupgradeneeded(None);
        request.set_onblocked(None);
        if opened.is_err() {
            return Err(error_of(&request));
        }
        let database: IdbDatabase = request
            .result()
            .map_err(|error| to_error(&error))?
            .dyn_into()
            .map_err(|_| StorageError::Other("no database".to_owned()))?;
        let connection = Rc::downgrade(&self.connection);
        let lost = database.clone();
        let on_lost = Closure::<dyn FnMut()>::new(move || {
            // This closure lives in the connection, which must outlive its own call: it is let go
            // by the next one, and only marked here by closing the database.
            lost.close();
            if let Some(connection) = connection.upgrade()
                && let Ok(mut connection) = connection.try_borrow_mut()
                && let Some(gone) = connection.take()
            {
                forget(&gone.database);
                wasm_bindgen_futures::spawn_local(async move { drop(gone) });
            }
        });
        database.set_onversionchange(Some(on_lost.as_ref().unchecked_ref()));
        database.set_onclose(Some(on_lost.as_ref().unchecked_ref()));
        let connection = Connection { database: database.clone(), _on_lost: on_lost };
        if let Some(other) = self.connection.borrow_mut().replace(connection) {
            // Two calls opened it at the same time.
            forget(&other.database);
        }
        Ok(database)
    }

    /// Begins a transaction; where the connection was lost unnoticed, it is opened once more.
    async fn begin(&self, mode: &str) -> Result<Begun, StorageError> {
        let transaction = match begin(&self.database().await?, mode) {
            Ok(transaction) => transaction,
            Err(_) => {
                self.close();
                begin(&self.database().await?, mode).map_err(|error| to_error(&error))?
            }
        };
        let store = transaction.object_store(ENTRIES).map_err(|error| to_error(&error))?;
        let done = Promise::new(&mut |resolve, reject| {
            transaction.set_oncomplete(Some(&resolve));
            transaction.set_onabort(Some(&reject));
        });
        Ok(Begun { transaction, store, done })
    }
}

/// Begins a transaction that asks for strict durability. web-sys does not have that argument yet.
fn begin(database: &IdbDatabase, mode: &str) -> Result<IdbTransaction, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    let begin: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
    begin.call3(database, &ENTRIES.into(), &mode.into(), &options)?.dyn_into()
}

/// A transaction under way.
struct Begun {
    transaction: IdbTransaction,
    store: IdbObjectStore,
    done: Promise,
}

impl Begun {
    /// Waits until the transaction is complete.
    async fn finish(self) -> Result<(), StorageError> {
        match timely(&self.done).await {
            Ok(_) => Ok(()),
            Err(_) => Err(self.transaction.error().map_or_else(
                || StorageError::Other("the transaction was aborted".to_owned()),
                |error| to_error(&error),
            )),
        }
    }

    /// Lets nothing of the transaction happen, as one of its requests could not be made.
    fn abandon(&self, error: &JsValue) -> StorageError {
        let _ = self.transaction.abort();
        // The promise would otherwise be reported as rejected without anyone listening.
        self.transaction.set_onabort(None);
        to_error(error)
    }

    /// Whether the browser means to write it to the disk before it says so.
    fn is_strict(&self) -> bool {
        Reflect::get(&self.transaction, &"durability".into())
            .is_ok_and(|durability| durability.as_string().as_deref() == Some("strict"))
    }
}

impl Journal for BrowserJournal {
    async fn append(&self, entries: &[(String, String)]) -> Result<Durability, StorageError> {
        let begun = self.begin(WRITE).await?;
        for (key, text) in entries {
            if let Err(error) = begun.store.put_with_key(&text.into(), &key.into()) {
                return Err(begun.abandon(&error));
            }
        }
        let durability = if begun.is_strict() { Durability::Strict } else { Durability::Written };
        begun.finish().await?;
        Ok(durability)
    }

    async fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        let begun = self.begin(READ).await?;
        let end = format!("{prefix}\u{FFFF}");
        let request = IdbKeyRange::bound(&prefix.into(), &end.into())
            .and_then(|range| begun.store.get_all_keys_with_key(&range));
        let request = match request {
            Ok(request) => request,
            Err(error) => return Err(begun.abandon(&error)),
        };
        begun.finish().await?;
        let keys = request.result().map_err(|error| to_error(&error))?;
        // All in one: they are many, and each crossing takes longer than to take it out again.
        let keys = String::from(Array::from(&keys).join("\n"));
        Ok(keys.lines().map(str::to_owned).collect())
    }

    async fn read(&self, keys: &[String]) -> Result<Vec<Option<String>>, StorageError> {
        let begun = self.begin(READ).await?;
        let mut requests = Vec::with_capacity(keys.len());
        for key in keys {
            match begun.store.get(&key.into()) {
                Ok(request) => requests.push(request),
                Err(error) => return Err(begun.abandon(&error)),
            }
        }
        begun.finish().await?;
        let text = |request: IdbRequest| {
            Ok(request.result().map_err(|error| to_error(&error))?.as_string())
        };
        requests.into_iter().map(text).collect()
    }

    async fn remove(&self, keys: &[String]) -> Result<(), StorageError> {
        let begun = self.begin(WRITE).await?;
        for key in keys {
            if let Err(error) = begun.store.delete(&key.into()) {
                return Err(begun.abandon(&error));
            }
        }
        begun.finish().await
    }
}

/// Deletes a database; the connections of all pages let go of it first.
///
/// # Errors
/// Where the browser refuses, or some page does not let go.
pub async fn delete_database(name: &str) -> Result<(), StorageError> {
    let factory = web_sys::window().and_then(|window| window.indexed_db().ok().flatten());
    let Some(factory) = factory else {
        // Where there is no IndexedDB it holds nothing.
        return Ok(());
    };
    let request = factory.delete_database(name).map_err(|error| to_error(&error))?;
    let deleted = timely(&Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    }))
    .await;
    deleted.map(drop).map_err(|_| error_of(&request))
}

/// Makes the one store of the database.
fn on_upgrade(request: &IdbOpenDbRequest) -> Closure<dyn FnMut()> {
    let request = request.clone();
    Closure::new(move || {
        let database = request.result().ok().and_then(|found| found.dyn_into::<IdbDatabase>().ok());
        if let Some(database) = database {
            // Where this fails the request fails too, and that is reported.
            let _ = database.create_object_store(ENTRIES);
        }
    })
}

fn forget(database: &IdbDatabase) {
    database.set_onversionchange(None);
    database.set_onclose(None);
    database.close();
}

fn error_of(request: &IdbOpenDbRequest) -> StorageError {
    match request.error() {
        Ok(Some(error)) => to_error(&error),
        // Still pending, or blocked by another tab.
        _ => StorageError::Other("the database does not open".to_owned()),
    }
}

/// Waits for a promise, but not for ever.
async fn timely(promise: &Promise) -> Result<JsValue, JsValue> {
    let limit = Promise::new(&mut |_, reject| {
        if let Some(window) = web_sys::window() {
            let _ = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&reject, PATIENCE_MILLIS);
        }
    });
    JsFuture::from(Promise::race(&Array::of2(promise, &limit))).await
}
