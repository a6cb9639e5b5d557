#include "tui/cli/guide_run.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include "content/help/guides.h"
#include "content/base/safe_text.h"
#include "tui/base/locale_charset.h"
#include "tui/base/width.h"
#include "tui/base/i18n.h"

enum { COLUMNS = 76 };

/* Wraps a text; its first line begins with `lead`, the others with as many blanks. */
static void append_wrapped(GString *out, const char *lead, const char *text, int columns)
{
    int indent = text_width(lead, -1);
    g_autoptr(GArray) lines = text_wrap(text, strlen(text), columns - indent, columns - indent);
    for (guint i = 0; i < lines->len; i++) {
        TextRange line = g_array_index(lines, TextRange, i);
        if (i == 0)
            g_string_append(out, lead);
        else
            g_string_append_printf(out, "%*s", indent, "");
        g_string_append_len(out, text + line.start, (gssize)(line.end - line.start));
        g_string_append_c(out, '\n');
    }
}

static void append_section(GString *out, const GuideSection *section, int columns)
{
    g_string_append_printf(out, "\n%s\n", section->heading);
    for (unsigned i = 0; i < section->paragraphs_count; i++)
        append_wrapped(out, "  ", section->paragraphs[i], columns);
    for (unsigned i = 0; i < section->steps_count; i++) {
        g_autofree char *lead = g_strdup_printf("  %u. ", i + 1);
        append_wrapped(out, lead, section->steps[i], columns);
    }
}

static void append_guide(GString *out, const GuideText *text, int columns)
{
    append_wrapped(out, "", text->title, columns);
    append_wrapped(out, "", text->summary, columns);
    for (unsigned i = 0; i < text->sections_count; i++)
        append_section(out, &text->sections[i], columns);
}

char *guide_render(const char *name, Language language, int columns)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const Guide *guide = guide_find(name);
    const GlossaryEntry *entry = glossary_find(name);
    if (!guide && !entry)
        return NULL;
    if (entry) {
        g_autofree char *term = glossary_name(entry, language);
        append_wrapped(out, "", term, columns);
        append_wrapped(out, "  ", glossary_text(entry, language), columns);
    }
    if (guide && entry)
        g_string_append_c(out, '\n');
    if (guide)
        append_guide(out, guide_text(guide, language), columns);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static void print_list(Language language)
{
    const GPtrArray *all = guides(), *terms = glossary();
    own_charset_print(stdout, "%s\n", _("Guides (whybounce guide NAME):"));
    for (guint i = 0; i < all->len; i++) {
        const Guide *guide = all->pdata[i];
        own_charset_print(stdout, "  %-16s %s\n", guide->name, guide_text(guide, language)->title);
    }
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < terms->len; i++)
        g_string_append_printf(names, "%s%s", i ? ", " : "",
                               ((const GlossaryEntry *)terms->pdata[i])->term);
    g_autoptr(GString) out = g_string_new(NULL);
    append_wrapped(out, "  ", names->str, COLUMNS);
    own_charset_print(stdout, "%s\n", _("Terms:"));
    own_charset_put(out->str, stdout);
}

int guide_run(char *const *names, Language language)
{
    if (!*names)
        print_list(language);
    for (; *names; names++) {
        g_autofree char *text = guide_render(*names, language, COLUMNS);
        if (!text) {
            g_autofree char *safe = safe_text(*names, -1, SAFE_TEXT_ONE_LINE, 80);
            own_charset_print(
                stderr, _("whybounce: there is no guide \"%s\" (see whybounce guide)\n"), safe);
            return EX_USAGE;
        }
        own_charset_put(text, stdout);
    }
    return fflush(stdout) || ferror(stdout) ? EX_IOERR : EX_OK;
}
