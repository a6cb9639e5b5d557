/* An SPF record as text and as terms (RFC 7208 3, 4.5, 4.6 and section 12's grammar). */
#ifndef CHECKS_SPF_SPF_RECORD_H
#define CHECKS_SPF_SPF_RECORD_H

#include "checks/answers/answers.h"
#include "checks/spf/spf.h"

typedef enum {
    SPF_TERM_ALL,
    SPF_TERM_INCLUDE,
    SPF_TERM_A,
    SPF_TERM_MX,
    SPF_TERM_PTR,
    SPF_TERM_IP4,
    SPF_TERM_IP6,
    SPF_TERM_EXISTS,
    SPF_TERM_REDIRECT,
    SPF_TERM_EXP,
    SPF_TERM_OTHER_MODIFIER,
    SPF_TERM_KINDS
} SpfTermKind;

typedef struct {
    SpfTermKind kind;
    SpfResultCode qualifier; /* what a match of this mechanism means */
    char *text;              /* as written */
    gsize position;          /* of its first byte in the record */
    char *domain;            /* domain-spec or modifier value, macros not expanded; NULL: none */
    int prefix4, prefix6;    /* cidr-length; 32 and 128 where not written */
    guint8 network[16];      /* ip4 (4 bytes), ip6 (16) */
} SpfTerm;

typedef struct {
    char *text;       /* the record; bytes that are not printable ASCII as \DDD */
    GPtrArray *terms; /* SpfTerm* in order; up to the problem where there is one */
    const SpfTerm *redirect, *exp, *all; /* the first of each, NULL: none; lent from `terms` */
    char *problem;      /* the first syntax error in one plain English line, NULL: none */
    gsize problem_at;   /* its offset in bytes in the record */
    char *problem_word; /* the word that it is in, printable; NULL: none */
} SpfRecord;

/* Parses the bytes of a record that spf_record_is() holds for one. Any bytes; never NULL. Linear.
 */
SpfRecord *spf_record_parse(const char *bytes, gsize length);
void spf_record_free(SpfRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SpfRecord, spf_record_free)

/* True for "v=spf1", in any case, followed by a blank or nothing (RFC 7208 4.5). */
gboolean spf_record_is(const char *bytes, gsize length);
/* The number of SPF records in a TXT answer; *bytes is the first of them, lent. */
guint spf_record_select(const Answer *answer, GBytes **bytes);

/* True where the term costs one of the ten look-ups of RFC 7208 4.6.4. */
gboolean spf_term_costs_lookup(const SpfTerm *term);

#endif
