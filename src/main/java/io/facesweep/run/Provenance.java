package io.facesweep.run;

import io.facesweep.plan.Fingerprints;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where stages were computed, and with what: what their records say of it.
 *
 * @param host name of the machine
 * @param device with its name, e.g. {@code cuda:0 NVIDIA H200}, {@code cpu}
 * @param versions of the software, by name
 * @param models what the models contain
 */
public record Provenance(
    String host, String device, Map<String, String> versions, Fingerprints models) {
  public Provenance {
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
  }
}
