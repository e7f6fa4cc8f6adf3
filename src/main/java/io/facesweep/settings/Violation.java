package io.facesweep.settings;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Settings of a trial that are valid one by one and cannot work together.
 *
 * @param key the dotted key of the one to blame, by which a file gives its value
 * @param value what it is, for people
 * @param expected what would be allowed
 * @param involved every key that the rule looked at, the one to blame first
 */
public record Violation(String key, String value, String expected, List<String> involved) {
  public Violation {
    involved = List.copyOf(involved);
  }

  /**
   * Blames a setting.
   *
   * @param source of a setting's value, as {@link TrialRules#check(TrialSettings, UnaryOperator)}
   * @param others keys that the rule looked at too; those that decide whether a setting counts need
   *     not be named
   */
  public static Violation of(
      TrialSettings trial,
      UnaryOperator<String> source,
      String key,
      String expected,
      String... others) {
    Declaration blamed = TrialSettings.DECLARED.get(key);
    List<Declaration> all = new ArrayList<>(List.of(blamed));
    for (String other : others) {
      all.add(TrialSettings.DECLARED.get(other));
    }
    Set<String> involved = new LinkedHashSet<>();
    all.forEach(declared -> involve(declared, source, involved));
    all.forEach(declared -> declared.gates().forEach(gate -> involve(gate, source, involved)));
    Object value = blamed.value(trial);
    boolean isMissing = blamed.byDefault().isEmpty() && value.equals(blamed.neutral());
    return new Violation(
        source.apply(key),
        isMissing ? "not set" : Declaration.text(value),
        expected,
        List.copyOf(involved));
  }

  /** A setting, and where its value may come from. */
  private static void involve(
      Declaration declared, UnaryOperator<String> source, Set<String> involved) {
    involved.add(source.apply(declared.path()));
    involved.add(declared.path());
    String general = declared.general();
    if (general != null) {
      involved.add(general);
    }
  }
}
