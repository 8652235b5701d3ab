use super::*;
use crate::tables::spreadsheet_reply::is_for_the_worker;

fn gb18030(bytes: &[u8]) -> Option<String> {
    Some(encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned())
}

fn read_all(bytes: &[u8]) -> Vec<NamedGrid> {
    assert!(is_for_the_worker("花名册.xls", bytes));
    read(bytes, gb18030).unwrap().unwrap()
}

fn texts(grid: &Grid) -> Vec<Vec<String>> {
    let row = |row: &Vec<GridCell>| row.iter().map(|cell| cell.text().into_owned()).collect();
    grid.rows().iter().map(row).collect()
}

const PAGE: &str = concat!(
    "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><meta charset=gb2312>",
    "<style>td{mso-number-format:'\\@'}</style><title>名册</title></head><body>",
    "<TABLE border=1><TR><TD colspan=4>党员<b>花名册</b></TD></TR>\r\n",
    "<tr><th>姓&nbsp;名<th>工号<th>入党<br>时间<th rowspan=\"1\">支部</tr>",
    "<tr><td>张三</td><td style='x'>00123</td><td>2001.7</td><td rowspan=2>一支部</td></tr>",
    "<tr><td><p>李四</p></td><td x:str='a>b'>=\"00124\"</td><td>&#50;002.7 &lt;约&gt;</td></tr>",
    "<!-- <tr><td>注</td></tr> --></table></body></html>",
);

#[test]
fn a_page_named_as_a_workbook_is_read_with_its_spans() {
    let expected = [
        vec!["党员花名册"],
        vec!["姓 名", "工号", "入党\n时间", "支部"],
        vec!["张三", "00123", "2001.7", "一支部"],
        vec!["李四", "00124", "2002.7 <约>", "一支部"],
    ];
    for bytes in [PAGE.as_bytes().to_vec(), encoding_rs::GB18030.encode(PAGE).0.into_owned()] {
        let sheets = read_all(&bytes);
        assert_eq!(sheets.len(), 1);
        assert_eq!(texts(&sheets[0].grid), expected);
    }
}

#[test]
fn each_page_of_one_file_is_decoded_and_read() {
    let quoted: String = (encoding_rs::GB18030
        .encode("<table><tr><td>姓名<td>工号<tr><td>张三<td>A1</table>")
        .0
        .iter())
    .map(|b| if b.is_ascii_alphanumeric() { (*b as char).to_string() } else { format!("={b:02X}") })
    .collect();
    let file = format!(
        concat!(
            "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=\"----=_Next_01\"\r\n\r\n",
            "------=_Next_01\r\nContent-Location: file:///C:/a.htm\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset=\"gb2312\"\r\n\r\n<frameset></frameset>\r\n",
            "------=_Next_01\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset=\"gb2312\"\r\n\r\n{}=\r\n\r\n",
            "------=_Next_01\r\nContent-Transfer-Encoding: base64\r\nContent-Type: image/png\r\n\r\niVBORw0KGgo=\r\n",
            "------=_Next_01\r\nContent-Transfer-Encoding: base64\r\nContent-Type: text/html\r\n\r\nPHRhYmxlPjx0cj48dGQ+eDx0ZD55PC90YWJsZT4=\r\n------=_Next_01--\r\n",
        ),
        quoted
    );
    let sheets = read_all(file.as_bytes());
    assert_eq!(texts(&sheets[0].grid), [["姓名", "工号"], ["张三", "A1"]]);
    assert_eq!(texts(&sheets[1].grid), [["x", "y"]]);
}

const WORKBOOK: &str = concat!(
    "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>",
    "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">",
    "<Styles><Style ss:ID=\"z\"><NumberFormat ss:Format=\"00000\"/></Style><Style ss:ID=\"m\"><NumberFormat ss:Format=\"yyyy&quot;年&quot;m&quot;月&quot;\"/></Style></Styles>",
    "<Worksheet ss:Name=\"隐藏\"><Table><Row><Cell><Data ss:Type=\"String\">旧</Data></Cell></Row></Table><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>",
    "<Worksheet ss:Name=\"名册\"><Table><Column ss:Hidden=\"0\"/><Column ss:Index=\"5\" ss:Hidden=\"1\"/>",
    "<Row ss:Index=\"2\"><Cell><Data ss:Type=\"String\">姓名</Data></Cell><Cell><Data ss:Type=\"String\">工号</Data></Cell><Cell><Data ss:Type=\"String\">入党时间</Data></Cell><Cell><Data ss:Type=\"String\">支部</Data></Cell><Cell><Data ss:Type=\"String\">旧号</Data></Cell></Row>",
    "<Row><Cell><Data ss:Type=\"String\">张三&amp;</Data><Comment><ss:Data>批注</ss:Data></Comment></Cell><Cell ss:StyleID=\"z\"><Data ss:Type=\"Number\">12</Data></Cell><Cell ss:StyleID=\"m\"><Data ss:Type=\"DateTime\">2001-07-01T00:00:00.000</Data></Cell><Cell ss:MergeDown=\"1\"><Data ss:Type=\"String\">一支部</Data></Cell></Row>",
    "<Row><Cell><ss:Data ss:Type=\"String\" xmlns=\"http://www.w3.org/TR/REC-html40\"><B>李</B>四</ss:Data></Cell><Cell ss:Index=\"3\"><Data ss:Type=\"Error\">#N/A</Data></Cell></Row>",
    "</Table></Worksheet></Workbook>",
);

#[test]
fn a_workbook_as_xml_is_read_as_excel_shows_it() {
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(WORKBOOK.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for bytes in [WORKBOOK.as_bytes().to_vec(), utf16] {
        let sheets = read_all(&bytes);
        assert_eq!(sheets.iter().map(|sheet| &*sheet.name).collect::<Vec<_>>(), ["名册"]);
        let grid = &sheets[0].grid;
        assert_eq!(
            texts(grid)[1..],
            [
                vec!["姓名", "工号", "入党时间", "支部"],
                vec!["张三&", "00012", "2001-07", "一支部"],
                vec!["李四", "", "", "一支部"],
            ]
        );
        assert_eq!(grid.doubt(3, 2), Some(&Doubt::FormulaError("#N/A".into())));
        assert_eq!(grid.hidden().columns, [4]);
    }
}

#[test]
fn markup_without_tables_keeps_its_advice() {
    for (text, problem) in [
        ("<html><frameset></frameset></html>", SpreadsheetProblem::Html),
        ("<html><table><tr><td> &nbsp; </table>", SpreadsheetProblem::Html),
        ("<?xml version=\"1.0\"?><note>姓名</note>", SpreadsheetProblem::Xml),
        ("<?xml version=\"1.0\"?><Workbook><Worksheet><Table><Row", SpreadsheetProblem::Xml),
    ] {
        assert_eq!(read(text.as_bytes(), gb18030), Some(Err(problem)), "{text}");
    }
    assert!(read(b"PK\x03\x04", gb18030).is_none());
    assert!(read("姓名,备注\n张三,<b>\n".as_bytes(), gb18030).is_none());
}

#[test]
fn tables_beyond_the_limits_are_refused() {
    let rows = "<tr><td>a".repeat(MAX_ROWS + 1);
    let page = format!("<table>{rows}</table>");
    assert!(matches!(
        read(page.as_bytes(), gb18030),
        Some(Err(SpreadsheetProblem::TooManyRows { .. }))
    ));
    let far = "<?xml?><Workbook><Worksheet><Table><Row ss:Index=\"99999999999\"><Cell ss:Index=\"18446744073709551615\"><Data>a</Data></Cell></Row></Table></Worksheet></Workbook>";
    assert!(matches!(
        read(far.as_bytes(), gb18030),
        Some(Err(SpreadsheetProblem::TooManyRows { .. }))
    ));
}
