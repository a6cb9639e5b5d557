/* Which words of the glossary a page speaks of. */
#ifndef TUI_BASE_GLOSSARY_H
#define TUI_BASE_GLOSSARY_H

#include "content/help/guides.h"
#include "tui/base/page.h"

/* const GlossaryEntry* in the order of the glossary: those whose term or alias stands as a word of
 * its own on the page or in the pane below it. Short terms (MX, spf) count in capitals only, and
 * single letters not at all: they are words of other languages, too. GPtrArray, yours; the entries
 * are lent for the process. */
GPtrArray *terms_on_page(const Page *page);

#endif
