-- A base as an older crm left it: fields, one table, twins, full text and indices are missing; its records must survive.
PRAGMA journal_mode = WAL;
CREATE TABLE crm_meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE crm_seq (name TEXT NOT NULL PRIMARY KEY, next INTEGER NOT NULL) STRICT;
CREATE TABLE crm_many (n INTEGER PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL, id INTEGER NOT NULL) STRICT;
CREATE TABLE crm_client (
	id INTEGER PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL, parent INTEGER REFERENCES crm_client(id),
	class TEXT, stage TEXT, owner INTEGER REFERENCES crm_user(id), employees INTEGER, revenue INTEGER,
	city TEXT, fax TEXT, emails TEXT, phones TEXT, note TEXT, note_key TEXT, tags TEXT, key TEXT, key_key TEXT,
	created TEXT, updated TEXT, away TEXT
) STRICT;
CREATE VIRTUAL TABLE crm_client_fts USING fts5(words, content='', columnsize=0, detail=none, tokenize='ascii');
CREATE INDEX crm_client_stage ON crm_client (stage);
CREATE TABLE crm_person (
	id INTEGER PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL, emails TEXT, note TEXT, note_key TEXT, tags TEXT,
	key TEXT, key_key TEXT, created TEXT, updated TEXT, away TEXT
) STRICT;
CREATE TABLE crm_user (
	id INTEGER PRIMARY KEY, login TEXT, login_key TEXT, name TEXT NOT NULL, name_key TEXT NOT NULL, email TEXT,
	unit TEXT, unit_key TEXT, key TEXT, key_key TEXT, created TEXT, updated TEXT, away TEXT
) STRICT;
CREATE TABLE crm_interaction (
	id INTEGER PRIMARY KEY, at TEXT NOT NULL, client INTEGER REFERENCES crm_client(id), channel TEXT NOT NULL,
	subject TEXT, subject_key TEXT, persons TEXT, key TEXT, key_key TEXT, created TEXT, updated TEXT, away TEXT
) STRICT;
CREATE TABLE crm_deal (
	id INTEGER PRIMARY KEY, title TEXT, title_key TEXT, client INTEGER REFERENCES crm_client(id), stage TEXT NOT NULL,
	state TEXT, value INTEGER, currency TEXT, probability INTEGER, close TEXT, opened TEXT, entered TEXT,
	key TEXT, key_key TEXT, created TEXT, updated TEXT, away TEXT
) STRICT;
CREATE TABLE crm_stage_history (
	id INTEGER PRIMARY KEY, deal INTEGER NOT NULL REFERENCES crm_deal(id), at TEXT NOT NULL, stage TEXT
) STRICT;
CREATE TABLE crm_batch (
	id INTEGER PRIMARY KEY, uid TEXT, at TEXT, actor TEXT, actor_key TEXT, command TEXT, command_key TEXT, changes INTEGER,
	undoes INTEGER REFERENCES crm_batch(id)
) STRICT;
CREATE TABLE crm_change (
	id INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES crm_batch(id), op TEXT, entity TEXT,
	record TEXT, before TEXT, after TEXT
) STRICT;

INSERT INTO crm_meta (key, value) VALUES ('version', '1'), ('table', '0000000000000000');
INSERT INTO crm_seq (name, next) VALUES ('client', 4), ('person', 2), ('user', 2), ('interaction', 2), ('deal', 2),
	('batch', 3), ('change', 9), ('many', 6);
INSERT INTO crm_user (id, login, login_key, name, name_key, email, unit, unit_key, created, updated) VALUES
	(1, 'anna', 'anna', 'Anna Visser', 'anna visser', 'anna@house.example', 'North', 'north', '2024-01-02T08:00:00Z', '2024-01-02T08:00:00Z');
INSERT INTO crm_client (id, name, name_key, parent, class, stage, owner, employees, revenue, city, emails, phones, note, note_key,
	tags, key, key_key, created, updated, away) VALUES
	(1, 'Łódź Paint', 'lodz paint', NULL, 'key', 'client', 1, 120, 123456, 'Łódź', 'info@lodz.example' || char(10) || 'sales@lodz.example',
		'+48421234567', 'buys blue', 'buys blue', 'vip' || char(10) || 'Big', 'A-1', 'a-1', '2024-01-02T08:00:00Z', '2024-03-01T08:00:00Z', NULL),
	(2, 'Branch', 'branch', 1, 'standard', 'lead', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
		'2024-01-02T08:00:00Z', '2024-01-02T08:00:00Z', NULL),
	(3, 'Gone', 'gone', NULL, 'standard', 'lost', NULL, NULL, NULL, 'Rome', NULL, NULL, NULL, NULL, NULL, NULL, NULL,
		'2024-01-02T08:00:00Z', '2024-01-02T08:00:00Z', '2024-02-01T08:00:00Z');
INSERT INTO crm_client_fts (rowid, words) VALUES (1, 'lodz paint '), (2, 'branch '), (3, 'gone ');
INSERT INTO crm_person (id, name, name_key, emails, created, updated) VALUES
	(1, 'Jan Kowalski', 'jan kowalski', 'jan@lodz.example', '2024-01-02T08:00:00Z', '2024-01-02T08:00:00Z');
INSERT INTO crm_interaction (id, at, client, channel, subject, subject_key, persons, created, updated) VALUES
	(1, '2024-02-03T10:00:00Z', 1, 'call', 'Samples', 'samples', '1', '2024-01-02T08:00:00Z', '2024-01-02T08:00:00Z');
INSERT INTO crm_deal (id, title, title_key, client, stage, state, value, currency, probability, opened, entered, created, updated) VALUES
	(1, 'Blue paint', 'blue paint', 1, 'needs', 'open', 5000000, 'EUR', 4000, '2024-01-10', '2024-01-10T00:00:00Z',
		'2024-01-02T08:00:00Z', '2024-01-02T08:00:00Z');
INSERT INTO crm_many (n, name, value, id) VALUES (1, 'c.emails', 'info@lodz.example', 1), (2, 'c.emails', 'sales@lodz.example', 1),
	(3, 'c.phones', '+48421234567', 1), (4, 'c.tags', 'vip', 1), (5, 'c.tags', 'big', 1), (6, 'p.emails', 'jan@lodz.example', 1),
	(7, 'i.persons', '1', 1);
UPDATE crm_seq SET next = 8 WHERE name = 'many';
INSERT INTO crm_batch (id, uid, at, actor, actor_key, command, command_key, changes) VALUES
	(1, '018cc9d1-0000-7000-8000-000000000001', '2024-01-02T08:00:00Z', 'anna', 'anna', 'crm-add', 'crm-add', 7),
	(2, '018cc9d1-0000-7000-8000-000000000002', '2024-03-01T08:00:00Z', 'anna', 'anna', 'crm-set', 'crm-set', 1);
INSERT INTO crm_change (id, batch, op, entity, record, before, after) VALUES
	(1, 1, 'add', 'user', 'u1', NULL, NULL), (2, 1, 'add', 'client', 'c1', NULL, NULL),
	(3, 1, 'add', 'client', 'c2', NULL, NULL), (4, 1, 'add', 'client', 'c3', NULL, NULL),
	(5, 1, 'add', 'person', 'p1', NULL, NULL), (6, 1, 'add', 'interaction', 'i1', NULL, NULL),
	(7, 1, 'add', 'deal', 'd1', NULL, NULL),
	(8, 2, 'set', 'client', 'c1', 'city' || char(9) || 'Warszawa', 'city' || char(9) || 'Łódź');
