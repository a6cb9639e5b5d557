/* How all YAML of content/ is read by libcyaml. */
#ifndef CONTENT_BASE_YAML_CONFIG_H
#define CONTENT_BASE_YAML_CONFIG_H

#include <cyaml/cyaml.h>

/* Quiet, no aliases (a file of ten lines could unfold to gigabytes).
 */
extern const cyaml_config_t yaml_config;

#endif
