/* The block lists that whybounce knows (content/lists/dnsbl.yaml): codes, terms, and which are
 * dead. */
#ifndef CHECKS_DNSBL_LISTS_H
#define CHECKS_DNSBL_LISTS_H

#include <glib.h>
#include "content/language.h"

/* What a list lists. */
enum {
    DNSBL_IPV4 = 1 << 0,
    DNSBL_IPV6 = 1 << 1,
    DNSBL_DOMAIN = 1 << 2,
    DNSBL_HOST = 1 << 3 /* domains, and single hosts below them too */
};

typedef enum {
    DNSBL_ON,  /* asked by default */
    DNSBL_OFF, /* only when named */
    DNSBL_DEAD /* never asked */
} DnsblState;

typedef struct {
    char *code; /* "127.0.0.10" */
    char *en, *zh_CN;
} DnsblCode;

typedef struct {
    char *zone, *name;
    unsigned asks; /* DNSBL_IPV4 | ... */
    DnsblState state;
    DnsblCode *codes;
    unsigned codes_count;
    gboolean bits; /* the last octet is a sum of codes */
    char **refused, **clean, **test;
    unsigned refused_count, clean_count, test_count;
    char *page, *since, *as_of, *source; /* page and since may be NULL */
} DnsblList;

guint dnsbl_lists_count(void);
const DnsblList *dnsbl_list_at(guint index);
/* The row of a zone, caseless; a zone below a dead one is dead as well. NULL: unknown. */
const DnsblList *dnsbl_list_find(const char *zone);

/* Reads such a file. False and *error with the parser's words on a broken one. For tests of the
 * data. */
gboolean dnsbl_lists_parse(const guint8 *yaml, gsize length, DnsblList **lists, unsigned *count);
void dnsbl_lists_free(DnsblList *lists, unsigned count);

/* The meaning of one code in a language; NULL where the list's row has no word for it. */
const char *dnsbl_code_meaning(const DnsblList *list, const char *code, Language language);

#endif
