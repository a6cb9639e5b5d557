/* Foreign text as mdoc(7), for the pages that are made from content/. */
#ifndef CONTENT_COMPILER_MDOC_TEXT_H
#define CONTENT_COMPILER_MDOC_TEXT_H

#include <glib.h>
#include "content/base/language.h"

/* Writes a text to stdout, a new line for each sentence as mdoc(7) wants it; as the `argument` of a
 * macro that begins the line, all in one line. Ends the line. */
void mdoc_words(const char *text, gboolean argument);
/* The same as a text line. */
void mdoc_text(const char *text);

/* Adds a text to a paragraph: after a blank, but in Chinese, which has none between sentences. */
void mdoc_append(GString *paragraph, const char *text);
/* A line with the label of the text that is written next, a full-width colon close to it. */
void mdoc_label(const char *label);

/* The head of a page of section 7, as far as the text below DESCRIPTION. `name` is lower case;
 * `what` stands in apropos(1). */
void mdoc_head(const char *name, const char *what, const char *intro);

/* The language that is the only argument of the program; LANGUAGE_COUNT: there is none such. */
Language mdoc_language(int argc, char **argv);
/* Flushes stdout. An exit code of <sysexits.h>. */
int mdoc_done(void);

#endif
