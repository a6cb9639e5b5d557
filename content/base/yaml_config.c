#include "content/base/yaml_config.h"

const cyaml_config_t yaml_config = {
    .log_level = CYAML_LOG_ERROR,
    .mem_fn = cyaml_mem,
    .flags = CYAML_CFG_NO_ALIAS,
};
