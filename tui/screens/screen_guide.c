/* Guides and the glossary, inside the program. */
#include "content/help/guides.h"
#include "tui/screens/screen.h"

#include "tui/base/i18n.h"

static void compose_section(const GuideSection *section, Page *page)
{
    page_heading(page, section->heading);
    for (unsigned i = 0; i < section->paragraphs_count; i++)
        page_text(page, STYLE_PLAIN, 2, section->paragraphs[i]);
    for (unsigned i = 0; i < section->steps_count; i++) {
        g_autofree char *number = g_strdup_printf("%u.", i + 1);
        page_marked(page, number, STYLE_PLAIN, 2, section->steps[i]);
    }
}

static void compose_guide(const Wizard *wizard, Page *page)
{
    const GPtrArray *all = guides();
    if (wizard->guide < 0 || wizard->guide >= (int)all->len)
        return;
    const GuideText *text = guide_text(all->pdata[wizard->guide], wizard->language);
    page_text(page, STYLE_TITLE, 0, text->title);
    page_text(page, STYLE_PLAIN, 0, text->summary);
    for (unsigned i = 0; i < text->sections_count; i++)
        compose_section(&text->sections[i], page);
}

static void compose_glossary(const Wizard *wizard, Page *page)
{
    const GPtrArray *entries = glossary();
    page_text(page, STYLE_TITLE, 0, _("Words explained"));
    for (guint i = 0; i < entries->len; i++) {
        const GlossaryEntry *entry = entries->pdata[i];
        g_autofree char *term = glossary_name(entry, wizard->language);
        page_blank(page);
        page_text(page, STYLE_CODE, 0, term);
        page_text(page, STYLE_PLAIN, 2, glossary_text(entry, wizard->language));
    }
}

const Screen screen_guide = {"guide", N_("Guide"), 0, CONTEXT_READING, -1, compose_guide, NULL};
const Screen screen_glossary = {"glossary", N_("Words explained"), 0,   CONTEXT_READING,
                                -1,         compose_glossary,      NULL};

static void compose_guides(const Wizard *wizard, Page *page)
{
    const GPtrArray *all = guides();
    page_text(page, STYLE_TITLE, 0, _("Guides"));
    page_blank(page);
    page_item(page, COMMAND_SCREEN, SCREEN_GLOSSARY);
    page_text(page, STYLE_PLAIN, 0, _("Words explained"));
    for (guint i = 0; i < all->len; i++) {
        page_item(page, COMMAND_GUIDE, (int)i);
        page_text(page, STYLE_PLAIN, 0, guide_text(all->pdata[i], wizard->language)->title);
    }
    page_item(page, COMMAND_MANUAL, 0);
    page_text(page, STYLE_PLAIN, 0, _("Manual"));
}

static gboolean handle(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    (void)effects;
    if (command != COMMAND_GUIDE)
        return FALSE;
    wizard->guide = argument;
    wizard_go_aside(wizard, SCREEN_GUIDE);
    return TRUE;
}

const Screen screen_guides = {"guides", N_("Guides"), 0, CONTEXT_MENU, 0, compose_guides, handle};
