/* Prints the KEYS section of whybounce(1) from the table of key bindings, in a language.
 * tests/cli/keys.t compares. */
#include <stdio.h>
#include <string.h>
#include "tui/base/keys.h"
#include "tui/base/i18n.h"

static const struct {
    unsigned contexts;
    const char *title_en, *title_zh;
} groups[] = {
    {CONTEXT_STEPS, "On the steps, on menus and while reading:", "在各步骤、菜单和阅读页面："},
    {CONTEXT_TYPING, "While text is typed or pasted:", "在输入或粘贴文本时："}};

/* Characters that mean something to mdoc at the start of a line or as an escape. */
static void print_text(const char *text)
{
    for (; *text != '\0'; text++)
        if (g_str_has_prefix(text, ". ")) { /* mdoc wants each sentence on its own line */
            puts(".");
            text++;
        } else {
            fputs(*text == '\\' ? "\\e" : *text == '^' ? "\\(ha" : (char[]){*text, '\0'}, stdout);
        }
}

static gboolean belongs(const KeyBinding *binding, guint group)
{
    gboolean typing = (binding->contexts & CONTEXT_TYPING) != 0;
    gboolean elsewhere = (binding->contexts & (CONTEXT_KEYS | CONTEXT_ALL)) != 0;
    return group == 1 ? typing && !elsewhere : elsewhere;
}

/* One key may have several rows, for its places in the footers. */
static gboolean was_said(const KeyBinding *binding)
{
    for (const KeyBinding *earlier = key_bindings; earlier < binding; earlier++)
        if (strcmp(earlier->shown, binding->shown) == 0 &&
            strcmp(earlier->help, binding->help) == 0 && earlier->command == binding->command &&
            strcmp(binding->help, "The same.") != 0)
            return TRUE;
    return FALSE;
}

static void print_group(guint group, gboolean chinese)
{
    printf(".Pp\n%s\n.Bl -tag -width Shift-Tab\n",
           chinese ? groups[group].title_zh : groups[group].title_en);
    for (const KeyBinding *binding = key_bindings; binding->command != COMMAND_NONE; binding++) {
        if (!belongs(binding, group) || was_said(binding))
            continue;
        fputs(".It ", stdout);
        print_text(binding->shown);
        putchar('\n');
        print_text(_(binding->help));
        putchar('\n');
    }
    puts(".El");
}

int main(int argc, char **argv)
{
    gboolean chinese = argc > 1 && strcmp(argv[1], "zh_CN") == 0;
    words_init(argc > 1 ? argv[1] : "en");
    g_autofree char *here = g_path_get_dirname(argv[0]);
    g_autofree char *locale = g_build_filename(here, "..", "..", "locale", NULL);
    bindtextdomain("whybounce", locale);
    puts(".Sh KEYS");
    puts(chinese ? "向导的按键；编辑栏使用\n.Xr readline 3\n的按键。"
                 : "Of the wizard.\nEdit fields have those of\n.Xr readline 3 .");
    for (guint group = 0; group < G_N_ELEMENTS(groups); group++)
        print_group(group, chinese);
    return 0;
}
