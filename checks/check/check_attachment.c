#include <string.h>

#include "checks/check/table.h"

/* What mail servers refuse by name: programs, scripts, shortcuts, installers. */
static const char *const forbidden[] = {
    "ade", "adp",  "appx", "bat", "btm", "cab", "chm", "cmd", "com", "cpl", "dll", "exe",
    "hta", "inf",  "ins",  "iso", "isp", "jar", "js",  "jse", "lib", "lnk", "mde", "msc",
    "msi", "msix", "msp",  "mst", "nsh", "pif", "prf", "ps1", "reg", "scr", "sct", "shb",
    "sys", "url",  "vb",   "vbe", "vbs", "vhd", "vxd", "wsc", "wsf", "wsh",
};

/* The last extension, as Windows takes it: dots and blanks at the end do not count. */
static char *extension_of(const char *name)
{
    gsize length = strlen(name);
    while (length && strchr(". \t\r\n\"'", name[length - 1]))
        length--;
    const char *dot = memrchr(name, '.', length);
    return dot ? g_ascii_strdown(dot + 1, name + length - dot - 1) : NULL;
}

static gboolean is_forbidden(const char *name)
{
    g_autofree char *extension = extension_of(name);
    for (gsize i = 0; extension && i < G_N_ELEMENTS(forbidden); i++)
        if (g_str_equal(extension, forbidden[i]))
            return TRUE;
    return FALSE;
}

static void add_forbidden(const CheckContext *context, const char *name, GPtrArray *findings)
{
    Finding *finding = finding_add(findings, "attachment.forbidden", context, name, EFFECT_CONTEXT);
    finding_set_detail(finding, "%s", name);
    finding_add_read_evidence(finding, context->role, name);
}

CheckState check_attachment(const CheckContext *context, GPtrArray *findings)
{
    g_autoptr(GPtrArray) names = check_subjects(context->facts, "attachments");
    for (guint i = 0; i < names->len; i++)
        if (is_forbidden(g_ptr_array_index(names, i)))
            add_forbidden(context, g_ptr_array_index(names, i), findings);
    if (findings->len)
        return CHECK_DONE;
    const char *id = names->len ? "attachment.ok" : "attachment.none";
    Finding *finding =
        finding_add(findings, id, context, "", names->len ? EFFECT_CLEAN : EFFECT_SKIPPED);
    g_ptr_array_add(names, NULL);
    g_autofree char *all = g_strjoinv(" ", (char **)names->pdata);
    finding_add_read_evidence(finding, context->role, all);
    return CHECK_DONE;
}
