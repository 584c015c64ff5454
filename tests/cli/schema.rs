use serde_json::Value;

use crate::dir::Dir;

#[test]
fn the_schema_is_json_and_describes_events() {
    let schema: Value = serde_json::from_str(&Dir::new().out(&["schema"])).unwrap();
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    let event = &schema["properties"]["event"];
    assert_eq!(event["type"], "array");
    let required = event["items"]["required"].as_array().unwrap();
    assert_eq!(required, &["title", "date"]);
    assert!(event["items"]["properties"]["countries"]["description"].is_string());
}
