/* The block lists that whybounce knows (content/lists/dnsbl.yaml): codes, terms, and which are
 * dead. */
#ifndef CHECKS_DNSBL_DNSBL_LISTS_H
#define CHECKS_DNSBL_DNSBL_LISTS_H

#include <glib.h>
#include "content/base/language.h"

/* What a list lists. */
enum {
    DNSBL_IPV4 = 1 << 0,
    DNSBL_IPV6 = 1 << 1,
    DNSBL_DOMAIN = 1 << 2,
    DNSBL_HOST = 1 << 3 /* domains, and single hosts below them too */
};

typedef enum {
    DNSBL_ON,     /* asked by default */
    DNSBL_OFF,    /* only when named */
    DNSBL_DEAD,   /* never asked */
    DNSBL_PRIVATE /* cannot be asked by DNS; only told of where a bounce names it */
} DnsblState;

typedef struct {
    char *code; /* "127.0.0.10" */
    char *en, *zh_CN;
} DnsblCode;

/* `at` is where a list is asked instead of at its zone, `key` a secret that stands before that in
 * every question and is never shown, `keyed_at` where a list is asked by those who have a key,
 * `words` what stands in a bounce that names a private list. page, since, as_of, source, at, key
 * and keyed_at may be NULL. */
typedef struct {
    char *zone, *name;
    unsigned asks; /* DNSBL_IPV4 | ... */
    DnsblState state;
    DnsblCode *codes;
    unsigned codes_count;
    gboolean bits; /* the last octet is a sum of codes */
    char **refused, **clean, **test, **words;
    unsigned refused_count, clean_count, test_count, words_count;
    char *page, *since, *as_of, *source, *at, *key, *keyed_at;
} DnsblList;

guint dnsbl_lists_count(void);
const DnsblList *dnsbl_list_at(guint index);
/* Whether it is one that is asked, by default or when named. */
gboolean dnsbl_list_can_be_asked(const DnsblList *list);
/* The row of a zone, caseless; a zone below a dead one is dead as well. NULL: unknown. */
const DnsblList *dnsbl_list_find(const char *zone);

/* The person's own rows (format: content/lists/dnsbl.yaml), added once at the start, before
 * anything is asked: a row for a known zone replaces it and keeps what it does not say ("state:
 * off" silences a list; "at:" and "key:" ask it by a private way), another adds one. A dead list
 * cannot be revived. On an error nothing is added and *error says "NAME:LINE: what". */
gboolean dnsbl_lists_add(const char *yaml, gsize length, const char *name, GError **error);

/* Reads such a file into rows of their own; dnsbl_lists_free(). False and *error as above. */
gboolean dnsbl_lists_parse(const char *yaml, gsize length, const char *name, DnsblList **lists,
                           unsigned *count, GError **error);
void dnsbl_lists_free(DnsblList *lists, unsigned count);

/* For the settings, once at the start: a list is asked with a key from now on. FALSE where there is
 * none of that zone, it is dead, or takes none. */
gboolean dnsbl_lists_set_key(const char *zone, const char *key);
/* Whether a text can be a key: at least 8 small letters, digits and hyphens. */
gboolean dnsbl_is_key(const char *key);

/* The meaning of one code in a language; NULL where the list's row has no word for it. */
const char *dnsbl_code_meaning(const DnsblList *list, const char *code, Language language);

#endif
