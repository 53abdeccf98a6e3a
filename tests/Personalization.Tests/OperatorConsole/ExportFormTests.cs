using Personalization.OperatorConsole.Engine;

namespace Personalization.Tests.OperatorConsole;

public sealed class ExportFormTests
{
    [Fact]
    public void Items_are_exported_with_the_chosen_filter()
    {
        ExportForm form = new() { Category = " outdoor/tents ", Filter = "price <= 200", InStock = true };

        Assert.Equal(
            "format=csv&category=outdoor%2Ftents&filter=price%20%3C%3D%20200&available=true", form.QueryOf("items"));
    }

    [Fact]
    public void Events_are_exported_from_a_day_on()
    {
        ExportForm form = new() { Format = "ndjson", Category = "ignored", Since = new DateTime(2026, 11, 30) };

        Assert.Equal("format=ndjson&since=2026-11-30T00%3A00%3A00Z", form.QueryOf("events"));
    }

    [Fact]
    public void Blank_fields_are_left_out() =>
        Assert.Equal("format=csv", new ExportForm { Category = " ", Filter = "" }.QueryOf("items"));

    [Fact]
    public void User_ids_are_separated_by_commas_spaces_or_lines_and_named_once()
    {
        ExportForm form = new() { UserIds = "ann, bob;cid\r\n ann\tdan", Placement = " " };

        Assert.Equal(["ann", "bob", "cid", "dan"], form.Users);
        Assert.Null(form.Lists.Placement);
        Assert.Equal(10, form.Lists.Count);
    }
}
