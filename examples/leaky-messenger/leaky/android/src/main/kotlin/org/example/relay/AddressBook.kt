package org.example.relay

import android.content.ContentResolver
import android.provider.ContactsContract.CommonDataKinds.Phone
import org.json.JSONArray
import org.json.JSONObject

/** The address book, and who of it uses the messenger. */
class AddressBook(private val api: RelayApi) {
    private val entries = mutableListOf<Contact>()

    fun read(resolver: ContentResolver) {
        val columns = arrayOf(Phone.CONTACT_ID, Phone.DISPLAY_NAME, Phone.NUMBER)
        resolver.query(Phone.CONTENT_URI, columns, null, null, null)?.use { rows ->
            while (rows.moveToNext()) {
                add(Contact(rows.getLong(0), rows.getString(1), rows.getString(2)))
            }
        }
    }

    fun add(entry: Contact) {
        entries += entry
        Journal.note("contacts", "added $entry")
    }

    fun discover() {
        val numbers = JSONArray(entries.map { it.phoneNumber })
        api.call("discover", JSONObject().put("numbers", numbers))
    }
}
