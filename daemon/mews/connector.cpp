#include "mews/connector.hpp"
