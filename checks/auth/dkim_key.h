/* A DKIM public key as it is published: RFC 6376 3.6.1, RFC 8301 (sizes), RFC 8463 (Ed25519). */
#ifndef CHECKS_AUTH_DKIM_KEY_H
#define CHECKS_AUTH_DKIM_KEY_H

#include "checks/answers/answers.h"

typedef enum {
    DKIM_KEY_OK,
    DKIM_KEY_REVOKED, /* p= is empty */
    DKIM_KEY_WEAK,
    DKIM_KEY_INVALID,
    DKIM_KEY_MISSING /* no record at all */
} DkimKeyState;

/* What makes a key invalid, as a constant word: "quotes" "escaped" "pem" "character" "tag"
 * "duplicate-tag" "version" "no-key" "cut-at-semicolon" "key-type" "hash" "service" "base64" "cut"
 * "cut-at-255" "key-data". */
typedef struct {
    DkimKeyState state;
    const char *type;    /* "rsa", "ed25519"; NULL where it is neither */
    const char *problem; /* NULL but for DKIM_KEY_INVALID */
    guint bits;          /* of an RSA modulus; 256 for Ed25519; 0: could not be read */
    gboolean testing;    /* t=y */
    gboolean strict;     /* t=s: signatures of subdomains (i=) are refused, RFC 6376 3.6.1 */
    gboolean blanks;     /* blanks within the key: allowed, but some verifiers stumble */
} DkimKey;

/* Reads the joined strings of one TXT record, any bytes. */
DkimKey dkim_key_read(const char *text, gsize length);

/* The key that a TXT answer, which must be known, amounts to. Invalid also by "several-records",
 * "not-a-key", "split-into-records". */
DkimKey dkim_key_of(const Answer *answer);

/* True for a record that means to be a key: it says v=DKIM1 or has a p= tag. */
gboolean dkim_key_looks_like(const char *text, gsize length);

/* Readies the library so that it opens no file later on. */
void dkim_key_init(void);

/* The one record of an answer that is a key; NULL: none, or several. Lent. */
const Record *dkim_key_record(const Answer *answer);

/* A record with the key in the form that libopendkim reads; NULL: it is in it as it stands, or no
 * RSA key at all. g_free(). */
char *dkim_key_for_library(const char *text, gsize length);

#endif
