/* Public resolvers by name (content/lists/public_resolvers.yaml): asked only where the person
 * wishes it, since the names that are asked for go there. */
#ifndef CHECKS_DNS_PUBLIC_RESOLVERS_H
#define CHECKS_DNS_PUBLIC_RESOLVERS_H

#include <glib.h>

typedef struct {
    char *name;    /* "Quad9" */
    char *servers; /* its addresses as a server set (Question.servers) */
} PublicResolver;

guint public_resolvers_count(void);
const PublicResolver *public_resolver_at(guint index); /* lent for the process */

/* The person's own file of the same form takes the place of ours; once at the start, before
 * anything is asked. False and *error "NAME:LINE: what" or "NAME: what": nothing changed. */
gboolean public_resolvers_set(const char *yaml, gsize length, const char *name, GError **error);

#endif
