/* The exact records that a cause's fixes propose for publication, as values of their own: shown,
 * and tried. */
#ifndef CHECKS_JUDGE_PROPOSED_RECORD_H
#define CHECKS_JUDGE_PROPOSED_RECORD_H

#include "checks/check/check.h"
#include "content/catalogue/catalogue.h"

typedef struct {
    char *name;       /* "example.org" */
    const char *type; /* "TXT", lent by the catalogue */
    guint ttl;
    char *value; /* RDATA in presentation form; of a TXT the text without quotation marks */
} ProposedRecord;

void proposed_record_free(ProposedRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ProposedRecord, proposed_record_free)

/* True where a fix applies to what was found and to the case's values (placeholders.h). */
gboolean fix_applies(const Fix *fix, GPtrArray *findings, GHashTable *values);

/* The record of a fix with the case's own values (placeholders.h); NULL where it has none, and
 * where a value is missing: the steps have to do then. */
ProposedRecord *proposed_record_new(const Fix *fix, Language language, GHashTable *values);

/* The records as text of a zone file (RFC 1035 5.1), without those that could not stand in one; ""
 * for none. g_free(). */
char *proposed_zone(GPtrArray *records);

#endif
