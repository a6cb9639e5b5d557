/* The table of the screens. */
#include "tui/screens/screen.h"

const Screen *const screens[SCREEN_COUNT] = {
    [SCREEN_START] = &screen_start,       [SCREEN_PASTE] = &screen_paste,
    [SCREEN_IDENTIFY] = &screen_identify, [SCREEN_CHECK] = &screen_check,
    [SCREEN_FIX] = &screen_fix,           [SCREEN_SHARE] = &screen_share,
    [SCREEN_SAVE] = &screen_save,         [SCREEN_FACTS] = &screen_facts,
    [SCREEN_TEXT] = &screen_text,         [SCREEN_PROPAGATION] = &screen_propagation,
    [SCREEN_CASES] = &screen_cases,       [SCREEN_SAMPLES] = &screen_samples,
    [SCREEN_RECENT] = &screen_recent,     [SCREEN_DOMAIN] = &screen_domain,
    [SCREEN_GUIDES] = &screen_guides,     [SCREEN_GUIDE] = &screen_guide,
    [SCREEN_GLOSSARY] = &screen_glossary, [SCREEN_QUESTIONS] = &screen_questions,
    [SCREEN_MANUAL] = &screen_manual,     [SCREEN_MANUAL_PAGE] = &screen_manual_page,
    [SCREEN_PATH] = &screen_path,         [SCREEN_HELP] = &screen_help,
    [SCREEN_GROUP] = &screen_group,
};

Page *screen_page(const Wizard *wizard)
{
    Page *page = page_new();
    screens[wizard->screen]->compose(wizard, page);
    return page;
}
