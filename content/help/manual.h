/* The pages of the manual, compiled into the program: nothing need be installed to read them. */
#ifndef CONTENT_HELP_MANUAL_H
#define CONTENT_HELP_MANUAL_H

#include <glib.h>
#include "content/base/language.h"

typedef struct {
    char *file;  /* "whybounce-config.5" */
    char *title; /* "whybounce-config(5)" */
    char *about; /* the line of its NAME section, as apropos(1) has it */
} ManualPage;

/* ManualPage*, commands first, then what is to be read, then files; in English where a page is not
 * there in the language. Empty: the program was built without mandoc(1), which renders them. Read
 * when first asked for, lent for the process. */
const GPtrArray *manual_pages(Language language);

/* The page as paragraphs: GPtrArray of ManualParagraph* (content/help/manual_text.h), lent until
 * another page is asked for. */
const GPtrArray *manual_page_text(const ManualPage *page, Language language);

#endif
