package io.facesweep.report;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The viewer's library as one plain script: browsers do not load modules into pages that are opened
 * from disk. What modules import and export becomes properties of one object, {@code THREE}.
 */
final class ThreeBundle {
  private static final List<String> MODULES =
      List.of(
          "three.module.min.js", "BufferGeometryUtils.js", "GLTFLoader.js", "OrbitControls.js");

  private static final Pattern IMPORT =
      Pattern.compile("import\\s*\\{([^}]*)\\}\\s*from\\s*'[^']*';");
  private static final Pattern EXPORT = Pattern.compile("export\\s*\\{([^}]*)\\};?");
  private static final Pattern DECLARATION = Pattern.compile("(?m)^export (?=function |class )");
  private static final Pattern RENAMED = Pattern.compile("([\\w$]+)\\s+as\\s+([\\w$]+)");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/");

  private ThreeBundle() {}

  static byte[] script() {
    StringBuilder script = new StringBuilder("window.THREE = {};\n");
    for (String module : MODULES) {
      String source =
          new String(SweepReport.resource("three/" + module), StandardCharsets.UTF_8);
      script.append("(function (THREE) {\n").append(plain(source)).append("\n}(window.THREE));\n");
    }
    return script.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A module as the body of a function of {@code THREE}.
   *
   * @throws IllegalStateException if it imports or exports in a way that is not known here
   */
  static String plain(String module) {
    String source =
        IMPORT
            .matcher(module)
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(
                        "const {%s} = THREE;".formatted(names(match.group(1), "$1: $2"))));
    source = DECLARATION.matcher(source).replaceAll("");
    source =
        EXPORT
            .matcher(source)
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(
                        "Object.assign(THREE, {%s});".formatted(names(match.group(1), "$2: $1"))));
    if (Pattern.compile("(?m)^(import|export)\\b").matcher(source).find()) {
      throw new IllegalStateException("Cannot bundle a module: it has an import of another form");
    }
    return source;
  }

  private static String names(String list, String renamed) {
    return RENAMED.matcher(COMMENT.matcher(list).replaceAll("")).replaceAll(renamed);
  }
}
