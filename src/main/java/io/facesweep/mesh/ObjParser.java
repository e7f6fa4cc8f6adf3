package io.facesweep.mesh;

import io.facesweep.ForeignText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One pass over an OBJ file's bytes. */
final class ObjParser {
  /** What is wanted of the file. */
  enum Content {
    ALL,
    VERTICES
  }

  /** Something in the file that cannot be used; the message names the line. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  private static final int NONE = Integer.MIN_VALUE;

  private final byte[] bytes;
  private final Content content;
  private final FloatList vertices = new FloatList();
  private final FloatList uvs = new FloatList();
  private final IntList faces = new IntList();
  private final IntList uvFaces = new IntList();
  private final IntList faceMaterials = new IntList();
  private final Map<String, Integer> materials = new LinkedHashMap<>();
  private final IntList faceGroups = new IntList();
  private final IntList polygons = new IntList();
  private final Map<String, Integer> groups = new LinkedHashMap<>();
  private final IntList polygon = new IntList();
  private final IntList uvPolygon = new IntList();
  private int at;
  private int line = 1;
  private int material = -1;
  private int group = -1;
  private int polygonCount;

  ObjParser(byte[] bytes, Content content) {
    this.bytes = bytes;
    this.content = content;
  }

  float[] vertices() {
    return vertices.toArray();
  }

  TriangleMesh mesh() {
    return new TriangleMesh(
        vertices.toArray(),
        faces.toArray(),
        uvFaces.size() == 0 ? new float[0] : uvs.toArray(),
        uvFaces.toArray());
  }

  List<String> materials() {
    return List.copyOf(materials.keySet());
  }

  int[] faceMaterials() {
    return faceMaterials.toArray();
  }

  List<String> groups() {
    return List.copyOf(groups.keySet());
  }

  int[] faceGroups() {
    return faceGroups.toArray();
  }

  int[] polygons() {
    return polygons.toArray();
  }

  void parse() throws Malformed {
    while (at < bytes.length) {
      skipBlanks();
      statement();
      while (at < bytes.length && bytes[at] != '\n') {
        at++;
      }
      at++;
      line++;
    }
    if (vertices.size() == 0) {
      throw new Malformed("it has no vertices");
    }
    if (content == Content.ALL && faces.size() == 0) {
      throw new Malformed("it has no faces");
    }
    if (uvFaces.size() != 0 && uvFaces.size() != faces.size()) {
      throw new Malformed("some of its faces have texture coordinates and some have none");
    }
  }

  private void statement() throws Malformed {
    if (keyword("v")) {
      for (int axis = 0; axis < 3; axis++) {
        vertices.add(number("vertex", vertices.size() / 3));
      }
    } else if (content == Content.VERTICES) {
      return;
    } else if (keyword("vt")) {
      uvs.add(number("texture coordinate", uvs.size() / 2));
      skipBlanks();
      uvs.add(atEnd() ? 0 : number("texture coordinate", uvs.size() / 2));
    } else if (keyword("f")) {
      face();
    } else if (keyword("usemtl")) {
      material = number(materials, rest());
    } else if (keyword("g")) {
      group = number(groups, rest());
    }
  }

  private static int number(Map<String, Integer> names, String name) {
    Integer known = names.putIfAbsent(name, names.size());
    return known == null ? names.size() - 1 : known;
  }

  private void face() throws Malformed {
    polygon.clear();
    uvPolygon.clear();
    for (skipBlanks(); !atEnd(); skipBlanks()) {
      polygon.add(index("vertex", integer(), vertices.size() / 3));
      int uv = NONE;
      if (at < bytes.length && bytes[at] == '/') {
        at++;
        if (at < bytes.length && isDigitOrMinus(bytes[at])) {
          uv = index("texture", integer(), uvs.size() / 2);
        }
        if (at < bytes.length && bytes[at] == '/') {
          at++;
          integer();
        }
      }
      if (uv != NONE) {
        uvPolygon.add(uv);
      }
    }
    if (polygon.size() < 3) {
      throw malformed("a face of %d vertices (expected at least 3)".formatted(polygon.size()));
    }
    if (uvPolygon.size() != 0 && uvPolygon.size() != polygon.size()) {
      throw malformed("a face with texture coordinates at only some vertices");
    }
    for (int i = 1; i + 1 < polygon.size(); i++) {
      fan(polygon, faces, i);
      faceMaterials.add(material);
      faceGroups.add(group);
      polygons.add(polygonCount);
      if (uvPolygon.size() != 0) {
        fan(uvPolygon, uvFaces, i);
      }
    }
    polygonCount++;
  }

  private static void fan(IntList from, IntList to, int i) {
    to.add(from.at(0));
    to.add(from.at(i));
    to.add(from.at(i + 1));
  }

  private int index(String kind, int written, int count) throws Malformed {
    int index = written < 0 ? count + written : written - 1;
    if (index < 0 || index >= count) {
      throw malformed(
          "%s index %d (expected 1 to %d, or -%d to -1)".formatted(kind, written, count, count));
    }
    return index;
  }

  private int integer() throws Malformed {
    int start = at;
    boolean negative = at < bytes.length && bytes[at] == '-';
    if (negative) {
      at++;
    }
    long value = 0;
    int digits = at;
    while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
      value = Math.min(value * 10 + (bytes[at++] - '0'), Integer.MAX_VALUE);
    }
    if (at == digits) {
      throw malformed("\"%s\" (expected an index)".formatted(ForeignText.quoted(word(start))));
    }
    return (int) (negative ? -value : value);
  }

  /**
   * A decimal number: digits are gathered in a long, what does not fit is left to {@link
   * Float#parseFloat}.
   */
  private float number(String kind, int index) throws Malformed {
    skipBlanks();
    int start = at;
    boolean negative = at < bytes.length && bytes[at] == '-';
    if (negative || (at < bytes.length && bytes[at] == '+')) {
      at++;
    }
    long mantissa = 0;
    int digits = 0;
    int scale = 0;
    boolean point = false;
    for (; at < bytes.length; at++) {
      byte b = bytes[at];
      if (b >= '0' && b <= '9') {
        mantissa = mantissa * 10 + (b - '0');
        digits += mantissa == 0 ? 0 : 1;
        scale -= point ? 1 : 0;
      } else if (b == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (atEndOfWord() && at > start && digits <= 15 && scale >= -22 && bytes[at - 1] != '-') {
      double value = scale == 0 ? mantissa : mantissa / POWERS[-scale];
      return (float) (negative ? -value : value);
    }
    String word = word(start);
    at = start + word.length();
    try {
      float value = Float.parseFloat(word);
      if (Float.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw malformed(
          "%s %d: \"%s\" (expected a number)".formatted(kind, index, ForeignText.quoted(word)));
    }
    throw malformed(
        "%s %d: %s (expected finite values)".formatted(kind, index, ForeignText.quoted(word)));
  }

  private static final double[] POWERS = new double[23];

  static {
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = Double.parseDouble("1e" + i);
    }
  }

  private boolean keyword(String word) {
    int end = at + word.length();
    if (end >= bytes.length || !isBlank(bytes[end])) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (bytes[at + i] != word.charAt(i)) {
        return false;
      }
    }
    at = end;
    return true;
  }

  private String rest() {
    int start = at;
    int end = at;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return new String(bytes, start, end - start, StandardCharsets.UTF_8).strip();
  }

  private String word(int start) {
    int end = start;
    while (end < bytes.length && !isBlank(bytes[end]) && bytes[end] != '\n') {
      end++;
    }
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  /** Passes over blanks, and over a backslash that carries a statement on to the next line. */
  private void skipBlanks() {
    while (at < bytes.length) {
      if (isBlank(bytes[at])) {
        at++;
      } else if (bytes[at] == '\\' && at + 1 < bytes.length && bytes[at + 1] == '\n') {
        at += 2;
        line++;
      } else {
        return;
      }
    }
  }

  private boolean atEnd() {
    return at >= bytes.length || bytes[at] == '\n' || bytes[at] == '#';
  }

  private boolean atEndOfWord() {
    return at >= bytes.length || bytes[at] == '\n' || isBlank(bytes[at]);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  private static boolean isDigitOrMinus(byte b) {
    return b == '-' || (b >= '0' && b <= '9');
  }

  private Malformed malformed(String what) {
    return new Malformed("line " + line + ": " + what);
  }
}
