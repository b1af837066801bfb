// The mirror's work as one would write it for Node: the same pages, the same columns, the same indexes, the same
// durability. Prints the seconds of a pass over an empty database and of a second pass with nothing changed.
//   node mirror.mjs FOLDER      with FOLDER/work.json and the pages it names
import Database from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const work = JSON.parse(readFileSync(join(folder, 'work.json'), 'utf8'));

// In the order of the daemon's column types.
const [id, text, localized, words, flag, active, integer, money, time, duration, persons] = Array(11).keys();

const uuid = (value) => Buffer.from(value.replaceAll('-', ''), 'hex');
const readers = {
  [id]: uuid,
  [text]: String,
  [localized]: (value) => value['en-GB'] ?? Object.values(value)[0] ?? null,
  [words]: (value) => ` ${value.join(' ')} `,
  [flag]: Number,
  [active]: Number,
  [integer]: Number,
  [money]: (value) => Math.round(value * 1e6),
  [time]: Date.parse,
  [duration]: () => 0,
  [persons]: (value) => value.reduce((sum, group) => sum + group.Count, 0),
};
const isWhole = (column) => !column.path && [id, text, flag, active, integer, time].includes(column.type);

const db = new Database(join(folder, 'node.db'));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.pragma('wal_autocheckpoint = 1000');

for (const list of work) {
  db.exec(list.create);
  for (const index of list.indexes) db.exec(index);
  for (const column of list.columns) [column.first, ...column.path] = column.member.split('.');
  for (const column of list.columns) if (column.path.length === 0) column.path = null;
  const names = [...list.columns.map((column) => column.name), 'rest', 'content_hash', 'read_utc_ms'];
  const compared = names.filter((name) => name !== 'read_utc_ms');
  list.put = db.prepare(
    `INSERT INTO ${list.table} (uid, ${names.join(', ')}) VALUES (${['?', ...names.map(() => '?')].join(', ')})
     ON CONFLICT (uid) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}
     WHERE (${compared.map((name) => `${list.table}.${name}`).join(', ')})
       IS NOT (${compared.map((name) => `excluded.${name}`).join(', ')})
       AND excluded.updated_utc_ms >= ${list.table}.updated_utc_ms`,
  );
  list.whole = new Set(['Id', ...list.columns.filter(isWhole).map((column) => column.first)]);
  list.bodies = list.pages.map((page) => readFileSync(join(folder, page), 'utf8'));
}

const put = db.transaction((list, rows) => {
  for (const row of rows) {
    const values = list.columns.map((column) => {
      let value = row[column.first];
      if (column.path) for (const step of column.path) value = value?.[step];
      return value === null || value === undefined ? null : readers[column.type](value);
    });
    const rest = {};
    for (const [name, value] of Object.entries(row)) {
      if (value !== null && !list.whole.has(name)) rest[name] = value;
    }
    list.put.run(uuid(row.Id), ...values, JSON.stringify(rest), 0, 0);
  }
});

const pass = () => {
  const start = process.hrtime.bigint();
  for (const list of work) {
    for (const body of list.bodies) put(list, JSON.parse(body)[list.collection]);
  }
  return Number(process.hrtime.bigint() - start) / 1e9;
};

console.log(JSON.stringify({ fresh: pass(), unchanged: pass() }));
