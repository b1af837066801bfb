#include "mews/rate_limit.hpp"
