/* One word of a broken SPF record, mended. */
#ifndef CHECKS_SPF_SPF_REPAIR_WORD_H
#define CHECKS_SPF_SPF_REPAIR_WORD_H

#include <glib.h>

/* What was meant by a word that is no term: "inculde:x.example" is include:x.example,
 * "ip:192.0.2.1" is ip4:192.0.2.1, "a:192.0.2.1" too, "-all;" is -all. A word that is a term comes
 * back as it is. NULL where nobody can tell. Never makes a term that allows everybody out of one
 * that did not say so. g_free(). */
char *spf_mend_word(const char *word);

#endif
