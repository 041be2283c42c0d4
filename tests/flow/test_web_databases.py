"""Databases of Node, browsers and phones: what of a call is kept, and what only looks for it."""

from __future__ import annotations

from tests.conftest import Scan

SOURCE = """\
import Database from 'better-sqlite3';
import sqlite3 from 'sqlite3';
import { DatabaseSync } from 'node:sqlite';
import { Model, Sequelize } from 'sequelize';
import { Repository, DataSource } from 'typeorm';
import { PrismaClient } from '@prisma/client';
import knex from 'knex';
import mongoose from 'mongoose';
import { MongoClient } from 'mongodb';
import { createClient } from 'redis';
import Redis from 'ioredis';
import Dexie, { Table } from 'dexie';
import { Pool } from 'pg';
import PouchDB from 'pouchdb';
import * as SQLite from 'expo-sqlite';
interface ChatMessage { id: string; body: string }
const db = new Database('x.db');
const lite = new sqlite3.Database('x');
const sync = new DatabaseSync('x');
class Msg extends Model { declare body: string }
const prisma = new PrismaClient();
const k = knex({});
const M = mongoose.model('M', {} as any);
const client = new MongoClient('x');
const redis = createClient();
const io = new Redis();
class Db extends Dexie { messages!: Table<ChatMessage>; }
const dex = new Db();
const pool = new Pool();
const pouch = new PouchDB('x');
const insert = db.prepare('INSERT INTO m VALUES (?, ?)');
export async function a(message: ChatMessage, repo: Repository<ChatMessage>, ds: DataSource) {
  db.prepare('INSERT INTO m VALUES (?, ?)').run(message.id, message.body); //!
  insert.run(message.body); //!
  db.prepare('SELECT * FROM m WHERE b = ?').all(message.body);
  lite.run('INSERT INTO m VALUES (?)', [message.body], () => {}); //!
  lite.run('DELETE FROM m WHERE b = ?', [message.body]);
  sync.prepare('INSERT INTO m VALUES (?)').run(message.body); //!
  await Msg.create({ body: message.body }); //!
  await Msg.upsert({ body: message.body }); //!
  await repo.save(message); //!
  await ds.getRepository(Msg).insert({ body: message.body }); //!
  await prisma.message.create({ data: { body: message.body } }); //!
  await k('messages').insert({ body: message.body }); //!
  await M.create({ body: message.body }); //!
  await client.db('x').collection('m').insertOne({ body: message.body }); //!
  await redis.set('k', message.body); //!
  await redis.hSet('k', { body: message.body }); //!
  await io.hset('k', 'f', message.body); //!
  await dex.messages.put({ id: '1', body: message.body }); //!
  await pool.query('INSERT INTO m VALUES ($1)', [message.body]); //!
  await pouch.put({ _id: '1', body: message.body }); //!
  const e = await SQLite.openDatabaseAsync('x');
  await e.runAsync('INSERT INTO m VALUES (?)', message.body); //!
  await ds.manager.save(message); //!
  await pool.query('SELECT * FROM m WHERE b = $1', [message.body]);
}
"""


def test_what_databases_keep(scan: Scan) -> None:
    findings = scan({"src/db.ts": SOURCE}, confidence="low").findings
    marked = [n for n, line in enumerate(SOURCE.split("\n"), 1) if line.endswith("//!")]
    assert sorted(finding.primary.line for finding in findings) == marked
    assert {finding.rule_id for finding in findings} == {"plaintext-at-rest"}


def test_records_of_servers_are_shown_on_request(scan: Scan) -> None:
    text = """
    import { Repository } from 'typeorm';
    export class Messages {
      constructor(private rows: Repository<Message>) {}
      add(message: Message) { return this.rows.save({ body: message.body }); }
    }
    """
    assert scan({"src/messages.ts": text}).findings == ()
