/* The keys that block lists are asked with are secrets: nothing that leaves the engine shows one.
 */
#ifndef CHECKS_DNSBL_DNSBL_MASK_H
#define CHECKS_DNSBL_DNSBL_MASK_H

#include <glib.h>
#include <jansson.h>

/* A text without the keys that some list is asked with, in small or capital letters:
 * "2.0.0.127.***.zen.dq.spamhaus.net". g_free(). */
char *dnsbl_mask_keys(const char *text);

/* Does the same to every string in a document. What has no key in it stays the same object. */
void dnsbl_mask_document(json_t *document);

#endif
