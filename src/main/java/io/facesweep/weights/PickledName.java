package io.facesweep.weights;

import io.facesweep.ForeignText;

/** The name of a Python class or function in a pickle. It is a name and nothing more. */
record PickledName(String module, String name) {
  boolean is(String wantedModule, String wantedName) {
    return module.equals(wantedModule) && name.equals(wantedName);
  }

  @Override
  public String toString() {
    return ForeignText.quoted(module + "." + name);
  }
}
