#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <string.h>

#include "checks/auth/dkim_key.h"
#include "checks/answers/tag_list.h"

#define RSA_BITS_MIN 1024        /* RFC 8301 3.2 */
#define ED25519_BYTES 32         /* RFC 8463 4 */
#define CHARACTER_STRING_MAX 255 /* RFC 1035 3.3: panels cut there */

static const char *tag(GHashTable *tags, const char *name, const char *otherwise)
{
    const char *value = g_hash_table_lookup(tags, name);
    return value ? value : otherwise;
}

/* One of the words in a colon-separated list, blanks aside. */
static gboolean lists(const char *value, const char *word)
{
    g_auto(GStrv) words = g_strsplit(value, ":", -1);
    for (char **each = words; *each; each++)
        if (g_ascii_strcasecmp(g_strstrip(*each), word) == 0)
            return TRUE;
    return FALSE;
}

static char *without_blanks(const char *text)
{
    GString *bare = g_string_new(NULL);
    for (; *text; text++)
        if (!g_ascii_isspace(*text))
            g_string_append_c(bare, *text);
    return g_string_free(bare, FALSE);
}

static gboolean is_base64(const char *text)
{
    gsize length = strlen(text), body = length;
    while (body && text[body - 1] == '=' && length - body < 2)
        body--;
    for (gsize i = 0; i < body; i++)
        if (!g_ascii_isalnum(text[i]) && text[i] != '+' && text[i] != '/')
            return FALSE;
    return TRUE;
}

/* The outer DER length says more than there is: the end of the key is missing. */
static gboolean is_cut(const guint8 *der, gsize length)
{
    if (length < 2 || der[0] != 0x30)
        return FALSE;
    gsize octets = der[1] & 0x7f, said = octets;
    if (der[1] & 0x80) {
        said = 0;
        for (gsize i = 0; i < octets && i < 2 && 2 + i < length; i++)
            said = said << 8 | der[2 + i];
        said += octets;
    }
    return said + 2 > length;
}

/* SubjectPublicKeyInfo as everybody writes it, or the bare RSAPublicKey that RFC 6376 speaks of. */
static EVP_PKEY *read_rsa(const guint8 *der, gsize length)
{
    const guint8 *at = der;
    EVP_PKEY *key = d2i_PUBKEY(NULL, &at, (long)length);
    at = der;
    if (!key)
        key = d2i_PublicKey(EVP_PKEY_RSA, NULL, &at, (long)length);
    if (key && EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA)
        g_clear_pointer(&key, EVP_PKEY_free);
    return key;
}

static const char *look_at_rsa(DkimKey *key, const guint8 *der, gsize length)
{
    EVP_PKEY *rsa = read_rsa(der, length);
    if (!rsa)
        return is_cut(der, length) ? "cut" : "key-data";
    key->bits = (guint)EVP_PKEY_get_bits(rsa);
    EVP_PKEY_free(rsa);
    if (key->bits < RSA_BITS_MIN)
        key->state = DKIM_KEY_WEAK;
    return NULL;
}

static const char *look_at_ed25519(DkimKey *key, gsize length)
{
    key->bits = 256;
    if (length == ED25519_BYTES)
        return NULL;
    return length < ED25519_BYTES ? "cut" : "key-data";
}

static const char *look_at_data(DkimKey *key, const char *data)
{
    g_autofree char *bare = without_blanks(data);
    gsize length;
    key->blanks = strlen(bare) != strlen(data);
    if (strstr(data, "-----"))
        return "pem";
    if (!is_base64(bare))
        return "base64";
    g_autofree guint8 *bytes = g_base64_decode(bare, &length);
    return g_str_equal(key->type, "rsa") ? look_at_rsa(key, bytes, length)
                                         : look_at_ed25519(key, length);
}

static const char *look_at_tags(DkimKey *key, GHashTable *tags, const char *first)
{
    const char *version = tag(tags, "v", NULL), *data = tag(tags, "p", NULL);
    const char *type = tag(tags, "k", "rsa");
    if (version && (!g_str_equal(version, "DKIM1") || !g_str_equal(first, "v")))
        return "version";
    if (!data)
        return g_hash_table_size(tags) == 1 && version ? "cut-at-semicolon" : "no-key";
    key->testing = lists(tag(tags, "t", ""), "y");
    key->strict = lists(tag(tags, "t", ""), "s");
    if (!*data) {
        key->state = DKIM_KEY_REVOKED;
        return NULL;
    }
    if (!g_str_equal(type, "rsa") && !g_str_equal(type, "ed25519"))
        return "key-type";
    key->type = g_str_equal(type, "rsa") ? "rsa" : "ed25519";
    if (!lists(tag(tags, "h", "sha256"), "sha256"))
        return "hash";
    if (!lists(tag(tags, "s", "*"), "*") && !lists(tag(tags, "s", "*"), "email"))
        return "service";
    return look_at_data(key, data);
}

static gboolean has(const char *text, gsize length, const char *what)
{
    return g_strstr_len(text, (gssize)length, what) != NULL;
}

/* What control panels and copy and paste do to a record, before anything else is looked at. A note
 * (n=) may have quotation marks, and does not stand before the version. */
static const char *pasted_wrongly(const char *text, gsize length)
{
    static const char *const marks[] = {"\"", "\342\200\234", "\342\200\235"};
    const char *key = g_strstr_len(text, (gssize)length, "p=");
    gsize before = 0;
    while (before < length && g_ascii_isspace(text[before]))
        before++;
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
        if (g_str_has_prefix(text + before, marks[i]) || has(text, length, "\" \"") ||
            (key && has(key, length - (gsize)(key - text), marks[i])))
            return "quotes";
    return has(text, length, "\\;") || (key && memchr(key, '\\', length - (gsize)(key - text)))
               ? "escaped"
               : NULL;
}

DkimKey dkim_key_read(const char *text, gsize length)
{
    DkimKey key = {.state = DKIM_KEY_OK};
    const char *first;
    key.problem = pasted_wrongly(text, length);
    if (!key.problem) {
        g_autoptr(GHashTable) tags = tag_list_read(text, length, &first, &key.problem);
        if (tags)
            key.problem = look_at_tags(&key, tags, first);
    }
    if (key.problem && g_str_equal(key.problem, "cut") && length == CHARACTER_STRING_MAX)
        key.problem = "cut-at-255";
    if (key.problem)
        key.state = DKIM_KEY_INVALID;
    return key;
}

gboolean dkim_key_looks_like(const char *text, gsize length)
{
    g_autofree char *copy = g_strndup(text, length);
    g_autofree char *bare = without_blanks(copy);
    return strstr(bare, "v=DKIM1") || strstr(bare, ";p=") || g_str_has_prefix(bare, "p=");
}

const Record *dkim_key_record(const Answer *answer)
{
    const Record *best = NULL;
    for (guint i = 0; i < answer->records->len; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        gsize size = 0;
        const char *bytes = record->strings ? g_bytes_get_data(record->strings, &size) : NULL;
        if (!bytes || !dkim_key_looks_like(bytes, size))
            continue;
        if (best)
            return NULL;
        best = record;
    }
    return best;
}

/* Long words that are no key of their own: the rest of one, perhaps. */
static gboolean has_shreds(const Answer *answer)
{
    for (guint i = 0; i < answer->records->len; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        gsize size = 0;
        const char *bytes = record->strings ? g_bytes_get_data(record->strings, &size) : NULL;
        if (bytes && !dkim_key_looks_like(bytes, size) && !memchr(bytes, ' ', size) && size > 16)
            return TRUE;
    }
    return FALSE;
}

static gboolean has_key(const Answer *answer)
{
    for (guint i = 0; i < answer->records->len; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        gsize size = 0;
        const char *bytes = record->strings ? g_bytes_get_data(record->strings, &size) : NULL;
        if (bytes && dkim_key_looks_like(bytes, size))
            return TRUE;
    }
    return FALSE;
}

/* RFC 6376 3.6.2.2: with several keys anything may happen. A broken key beside a shred: a long one
 * was split into records instead of strings. What else stands there is nothing of the key's. */
DkimKey dkim_key_of(const Answer *answer)
{
    DkimKey key = {.state = DKIM_KEY_INVALID};
    const Record *best = dkim_key_record(answer);
    if (answer->status != ANSWER_OK || !answer->records->len)
        key.state = DKIM_KEY_MISSING;
    else if (!best)
        key.problem = has_key(answer) ? "several-records" : "not-a-key";
    if (!best || key.state == DKIM_KEY_MISSING)
        return key;
    gsize length;
    const char *text = g_bytes_get_data(best->strings, &length);
    key = dkim_key_read(text, length);
    if (key.state == DKIM_KEY_INVALID && has_shreds(answer))
        key.problem = "split-into-records";
    return key;
}

/* RFC 6376 3.6.1 speaks of a bare RSAPublicKey, everybody writes a SubjectPublicKeyInfo, and the
 * library that verifies reads only that. */
char *dkim_key_for_library(const char *text, gsize length)
{
    const char *first, *problem;
    g_autoptr(GHashTable) tags = tag_list_read(text, length, &first, &problem);
    const char *data = tags ? tag(tags, "p", NULL) : NULL;
    if (!data || !g_str_equal(tag(tags, "k", "rsa"), "rsa"))
        return NULL;
    g_autofree char *bare = without_blanks(data);
    gsize size;
    g_autofree guint8 *der = g_base64_decode(bare, &size);
    const guint8 *at = der;
    EVP_PKEY *key = d2i_PUBKEY(NULL, &at, (long)size);
    at = der;
    gboolean wrapped = key != NULL;
    if (!key)
        key = d2i_PublicKey(EVP_PKEY_RSA, NULL, &at, (long)size);
    guint8 *out = NULL;
    int out_length = key && !wrapped ? i2d_PUBKEY(key, &out) : 0;
    EVP_PKEY_free(key);
    if (out_length <= 0)
        return NULL;
    g_autofree char *encoded = g_base64_encode(out, (gsize)out_length);
    OPENSSL_free(out);
    return g_strdup_printf("v=DKIM1; k=rsa; p=%s", encoded);
}

void dkim_key_init(void)
{
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_ADD_ALL_DIGESTS, NULL);
}
