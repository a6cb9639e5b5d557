/* A DKIM public key as it is published: RFC 6376 3.6.1, RFC 8301 (sizes), RFC 8463 (Ed25519). */
#ifndef CHECKS_DKIM_KEY_H
#define CHECKS_DKIM_KEY_H

#include <glib.h>

typedef enum { DKIM_KEY_OK, DKIM_KEY_REVOKED, DKIM_KEY_WEAK, DKIM_KEY_INVALID } DkimKeyState;

/* What makes a key invalid, as a constant word: "quotes" "escaped" "pem" "character" "tag"
 * "duplicate-tag" "version" "no-key" "key-type" "hash" "service" "base64" "cut" "key-data". */
typedef struct {
    DkimKeyState state;
    const char *type;    /* "rsa", "ed25519"; NULL where it is neither */
    const char *problem; /* NULL but for DKIM_KEY_INVALID */
    guint bits;          /* of an RSA modulus; 256 for Ed25519; 0: could not be read */
    gboolean testing;    /* t=y */
    gboolean blanks;     /* blanks within the key: allowed, but some verifiers stumble */
} DkimKey;

/* Reads the joined strings of one TXT record, any bytes. */
DkimKey dkim_key_read(const char *text, gsize length);

/* True for a record that means to be a key: it says v=DKIM1 or has a p= tag. */
gboolean dkim_key_looks_like(const char *text, gsize length);

#endif
