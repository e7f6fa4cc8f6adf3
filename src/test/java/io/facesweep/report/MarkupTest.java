package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkupTest {
  @Test
  void textAndAttributesAreEscaped() {
    Markup page = new Markup().element("p", "<b>\"&'</b>", "title", "\"><script>");
    assertThat(page.toString())
        .isEqualTo("<p title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&quot;&amp;&#39;&lt;/b&gt;</p>");
  }

  @Test
  void whatNoDocumentMayHoldBecomesVisible() {
    assertThat(new Markup().text("a\u0000b\uD800c\u001B👩\uFFFE\n").toString())
        .isEqualTo("a\uFFFDb\uFFFDc\uFFFD👩\uFFFD\n");
  }

  @Test
  void foreignTextIsKeptApart() {
    assertThat(new Markup().foreign("זקן").toString()).isEqualTo("<bdi dir=\"auto\">זקן</bdi>");
  }

  @Test
  void elementsAreClosedInOrder() {
    Markup page = new Markup().open("div").open("p").empty("img", "alt", "").close("div");
    assertThat(page.toString()).isEqualTo("<div><p><img alt=\"\"/></p></div>\n");
    assertThatThrownBy(() -> new Markup().open("p").bytes())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Invalid markup: [p] is open");
  }

  @Test
  void numbersAreForPeople() {
    assertThat(Numbers.plain(0.012345)).isEqualTo("0.0123");
    assertThat(Numbers.plain(-1234.4)).isEqualTo("−1234");
    assertThat(Numbers.plain(1.5e-7)).isEqualTo("1.50e-7");
    assertThat(Numbers.plain(2.5e9)).isEqualTo("2.50e9");
    assertThat(Numbers.plain(Double.NaN)).isEqualTo("–");
    assertThat(Numbers.signed(0.0000347, 0.00249)).isEqualTo("+0.00003");
    assertThat(Numbers.p(0)).isEqualTo("< 0.001");
    assertThat(Numbers.seconds(3725)).isEqualTo("1 h 2 min");
    assertThat(Numbers.seconds(250)).isEqualTo("4 min 10 s");
    assertThat(Numbers.bytes(12_345)).isEqualTo("12.3 kB");
  }

  @Test
  void modulesBecomePlainScripts() {
    assertThat(
            ThreeBundle.plain(
                "import {\n\tA,\n\tB as C\n} from 'three';\nexport function f() {}\n"
                    + "class D {}\nexport { D, f as g };"))
        .isEqualTo(
            "const {\n\tA,\n\tB: C\n} = THREE;\nfunction f() {}\nclass D {}\n"
                + "Object.assign(THREE, { D, g: f });");
    assertThatThrownBy(() -> ThreeBundle.plain("import * as X from 'x';"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot bundle a module: it has an import of another form");
  }
}
