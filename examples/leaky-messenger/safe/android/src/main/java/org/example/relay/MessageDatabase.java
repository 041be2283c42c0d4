package org.example.relay;

import android.content.ContentValues;
import android.content.Context;
import net.zetetic.database.sqlcipher.SQLiteDatabase;
import net.zetetic.database.sqlcipher.SQLiteOpenHelper;

/** The history of chats on this device, in an encrypted file. */
public final class MessageDatabase extends SQLiteOpenHelper {
    static {
        System.loadLibrary("sqlcipher");
    }

    public MessageDatabase(Context context, byte[] fileKey) {
        super(context, "history.db", fileKey, null, 1, 1, null, null, false);
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
