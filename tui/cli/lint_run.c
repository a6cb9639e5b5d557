#include "tui/cli/lint_run.h"

#include <stdio.h>
#include <sysexits.h>
#include "content/catalogue/catalogue.h"
#include "content/base/embedded.h"
#include "content/reader/read.h"
#include "content/base/safe_text.h"
#include "tui/base/inputs.h"
#include "tui/base/locale_charset.h"

static guint lint(GBytes *yaml, const char *name)
{
    gsize length;
    const char *bytes = g_bytes_get_data(yaml, &length);
    g_autoptr(GPtrArray) errors = catalogue_lint(bytes ? bytes : "", length, name);
    for (guint i = 0; i < errors->len; i++) {
        g_autofree char *line = safe_text(errors->pdata[i], -1, SAFE_TEXT_ONE_LINE, 0);
        own_charset_print(stdout, "%s\n", line);
    }
    return errors->len;
}

static guint lint_built_in(void)
{
    guint errors = 0;
    g_auto(GStrv) names = embedded_folder("causes");
    for (char **name = names; *name; name++) {
        g_autofree char *path = g_strdup_printf("causes/%s", *name);
        g_autoptr(GBytes) yaml = embedded_file(path);
        errors += lint(yaml, path);
    }
    return errors;
}

int lint_run(char *const *files)
{
    read_init(); /* the examples of an entry are read as bounces */
    guint errors = *files ? 0 : lint_built_in();
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) inputs = inputs_list(files, &error);
    for (guint i = 0; inputs && i < inputs->len; i++) {
        const Input *input = inputs->pdata[i];
        g_autoptr(GBytes) yaml = input_read(input, &error);
        if (!yaml)
            break;
        errors += lint(yaml, input->name);
    }
    if (error) {
        g_autofree char *line = safe_text(error->message, -1, SAFE_TEXT_ONE_LINE, 0);
        own_charset_print(stderr, "whybounce: %s\n", line);
        return EX_NOINPUT;
    }
    return errors ? EX_CONFIG : EX_OK;
}
