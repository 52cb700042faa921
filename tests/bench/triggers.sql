-- What the sqlite3 shell needs to do the same: it imports the file row by row, and triggers fill the folded columns, items,
-- full text and journal as crm-add does.
CREATE TABLE arrival (name TEXT, key TEXT, class TEXT, stage TEXT, owner TEXT, industry TEXT, employees INTEGER,
	emails TEXT, phones TEXT, street TEXT, postcode TEXT, city TEXT, country TEXT, note TEXT, tags TEXT);
CREATE TRIGGER came AFTER INSERT ON arrival BEGIN
	INSERT INTO crm_client (name, name_key, kind, class, stage, owner, industry, industry_key, employees, emails, phones,
		street, street_key, postcode, postcode_key, city, city_key, country, note, note_key, tags, key, key_key,
		created, updated)
	VALUES (new.name, lower(new.name), 'company', new.class, new.stage,
		(SELECT id FROM crm_user WHERE login = new.owner), new.industry, lower(new.industry), new.employees,
		replace(new.emails, ',', char(10)), new.phones, new.street, lower(new.street), new.postcode,
		lower(new.postcode), new.city, lower(new.city), new.country, new.note, lower(new.note),
		replace(new.tags, ',', char(10)), new.key, lower(new.key), strftime('%Y-%m-%dT%H:%M:%SZ'),
		strftime('%Y-%m-%dT%H:%M:%SZ'));
END;
CREATE TRIGGER arrived AFTER INSERT ON crm_client BEGIN
	INSERT INTO crm_many (name, value, id) VALUES ('c.emails', new.emails, new.id), ('c.phones', new.phones, new.id),
		('c.tags', substr(new.tags, 1, instr(new.tags, char(10)) - 1), new.id),
		('c.tags', substr(new.tags, instr(new.tags, char(10)) + 1), new.id);
	INSERT INTO crm_client_fts (rowid, words)
	VALUES (new.id, lower(new.name) || ' ' || new.emails || ' ' || lower(new.city) || ' ' || lower(new.note));
	INSERT INTO crm_change (batch, op, entity, record) VALUES (1, 'add', 'client', 'c' || new.id);
END;
PRAGMA foreign_keys = ON;
PRAGMA cache_size = -16384;
BEGIN IMMEDIATE;
.import --csv --skip 1 clients.csv arrival
UPDATE crm_seq SET next = (SELECT max(id) + 1 FROM crm_client) WHERE name = 'client';
COMMIT;
