using Bunit;
using Personalization.Import;
using Personalization.OperatorConsole.Components.Parts;
using Personalization.OperatorConsole.Imports;

namespace Personalization.Tests.OperatorConsole;

/// <summary>The table in which a person gives a field to each column.</summary>
public sealed class ColumnMappingTests : BunitContext
{
    private readonly ImportMapping _mapping = new(
        ImportKind.Events, new CsvPreview(["customer", "action", "extra"], [["ann", "view", "<b>x</b>"], ["bob"]]));

    [Fact]
    public void The_guessed_fields_and_the_first_rows_are_shown_as_text()
    {
        IRenderedComponent<ColumnMapping> table = Show();

        Assert.Equal(["userId", "type", ""], table.FindAll("select").Select(one => one.GetAttribute("value")));
        Assert.Equal(
            ["ann", "view", "<b>x</b>", "bob", "", ""], table.FindAll("tbody td").Select(one => one.TextContent));
        Assert.Empty(table.FindAll("tbody b"));
        Assert.Empty(table.FindAll(".problem"));
    }

    [Fact]
    public void A_choice_changes_the_mapping_and_shows_its_problems()
    {
        int changes = 0;
        IRenderedComponent<ColumnMapping> table = Show(() => changes++);

        table.FindAll("select")[2].Change("itemId");
        table.FindAll("select")[1].Change(string.Empty);

        Assert.Equal(2, changes);
        Assert.Equal(["userId", null, "itemId"], _mapping.Fields);
        Assert.Equal(["Choose the column of type."], table.FindAll(".problem").Select(one => one.TextContent));
    }

    private IRenderedComponent<ColumnMapping> Show(Action? changed = null) => Render<ColumnMapping>(parameters =>
        parameters.Add(one => one.Mapping, _mapping).Add(one => one.Changed, changed ?? (() => { })));
}
