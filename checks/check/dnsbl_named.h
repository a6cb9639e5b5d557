/* The block lists that a bounce names: these, and no others, are what it speaks of. */
#ifndef CHECKS_CHECK_DNSBL_NAMED_H
#define CHECKS_CHECK_DNSBL_NAMED_H

#include "checks/dnsbl/dnsbl_lists.h"
#include "content/text/facts.h"

/* Zones (char*), at most eight, in lower case: those of content/lists/dnsbl.yaml of whatever state
 * but private that the words of the refusal name, by their zone, the site of their pages or their
 * name; and zones that there is no row for, where the words say that it is a list ("blocked using
 * bl.example.net"). Empty: none. g_ptr_array_unref(). */
GPtrArray *dnsbl_named(const Facts *facts);

/* Whether lists are named and all of them are dead: the receiver asks what nobody answers. */
gboolean dnsbl_named_are_dead(const GPtrArray *named);

#endif
