/* Guides: how to get full headers, set up an MX record and the like, in both languages; data in
 * content/guides/ (YAML, one guide a file). And the glossary: a term in one or two sentences. */
#ifndef CONTENT_HELP_GUIDES_H
#define CONTENT_HELP_GUIDES_H

#include <glib.h>
#include "content/base/language.h"

/* A heading with paragraphs and, below them, steps or points; both may be empty. */
typedef struct {
    char *heading;
    char **paragraphs, **steps;
    unsigned paragraphs_count, steps_count;
} GuideSection;

typedef struct {
    char *title, *summary; /* summary: one sentence */
    GuideSection *sections;
    unsigned sections_count;
} GuideText;

typedef struct {
    char *name; /* "headers": as in `whybounce guide headers` */
    GuideText *en, *zh_CN;
} Guide;

/* All guides by name, const Guide*; lent for the process. */
const GPtrArray *guides(void);
/* NULL: there is none of that name. */
const Guide *guide_find(const char *name);
const GuideText *guide_text(const Guide *guide, Language language);

/* One entry of the glossary (content/guides/glossary.yaml). */
typedef struct {
    char *term;     /* "MX" */
    char **aliases; /* other spellings */
    unsigned aliases_count;
    char *en, *zh_CN;
} GlossaryEntry;

/* const GlossaryEntry* in the order of the file. */
const GPtrArray *glossary(void);
/* By term or alias, any case; NULL: none. */
const GlossaryEntry *glossary_find(const char *term);
/* The term; in Chinese with the first alias that is wholly Chinese, where it has one:
 * "relay（中继）". g_free(). */
char *glossary_name(const GlossaryEntry *entry, Language language);
const char *glossary_text(const GlossaryEntry *entry, Language language);

#endif
