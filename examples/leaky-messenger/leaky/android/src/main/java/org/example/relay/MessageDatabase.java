package org.example.relay;

import android.content.ContentValues;
import android.content.Context;
import android.database.sqlite.SQLiteDatabase;
import android.database.sqlite.SQLiteOpenHelper;

/** The history of chats on this device. */
public final class MessageDatabase extends SQLiteOpenHelper {
    public MessageDatabase(Context context) {
        super(context, "history.db", null, 1);
    }

    @Override
    public void onCreate(SQLiteDatabase database) {
        database.execSQL("CREATE TABLE messages (id TEXT PRIMARY KEY, sender INTEGER, body TEXT)");
    }

    @Override
    public void onUpgrade(SQLiteDatabase database, int before, int after) {
        database.execSQL("DROP TABLE messages");
        onCreate(database);
    }

    public void insert(String table, ContentValues row) {
        getWritableDatabase().insert(table, null, row);
    }
}
