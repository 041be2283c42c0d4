package org.example.relay

import android.content.ContentResolver
import android.provider.ContactsContract.CommonDataKinds.Phone
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import org.json.JSONArray
import org.json.JSONObject

/** The address book, and who of it uses the messenger. */
class AddressBook(private val api: RelayApi, private val discovery: SecretKeySpec) {
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
        Journal.note("contacts", "${entries.size} entries")
    }

    fun discover() {
        val tags = JSONArray(entries.map { tag(it.phoneNumber) })
        api.call("discover", JSONObject().put("tags", tags))
    }

    /** Two bytes of a keyed hash: many numbers share them. */
    private fun tag(number: String): String {
        val mac = Mac.getInstance("HmacSHA256").apply { init(discovery) }
        return mac.doFinal(number.encodeToByteArray()).copyOf(2).toHexString()
    }
}
