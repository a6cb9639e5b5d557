/* The data of a fault server: records, looked up as a resolver or an authority would. */
#ifndef TESTS_FAULT_WORLD_H
#define TESTS_FAULT_WORLD_H

#include <glib.h>
#include <ldns/ldns.h>

typedef struct {
    GHashTable *
        names; /* normalised name -> ldns_rr_list*, empty for a name that only has names below it */
    GPtrArray *faults; /* Fault* */
} World;

/* Reads a file; exits with a message where it has a mistake. */
World *world_load(const char *path);
void world_free(World *world);

/* Fills answer and authority sections and the rcode. Follows CNAMEs if `chase`. REFUSED outside of
 * all zones. */
void world_answer(const World *world, const char *name, guint16 type, gboolean chase,
                  ldns_pkt *reply);

/* Fills it as the parent of the zone cut at or above `name` does: NS records in the authority
 * section, their addresses in the additional one, AA clear. */
void world_refer(const World *world, const char *name, ldns_pkt *reply);

#endif
