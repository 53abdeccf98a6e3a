using MudBlazor;

namespace Personalization.OperatorConsole.Components.Layout;

/// <summary>One screen of the menu.</summary>
/// <param name="Path">The path below the console.</param>
/// <param name="Title">The title.</param>
/// <param name="Icon">The icon.</param>
/// <param name="StartsGroup">Whether a line separates the screen from the one above.</param>
internal sealed record Screen(string Path, string Title, string Icon, bool StartsGroup = false)
{
    /// <summary>All screens in the order of the menu.</summary>
    public static IReadOnlyList<Screen> All { get; } =
    [
        new(string.Empty, "Overview", Icons.Material.Outlined.SpaceDashboard),
        new("live", "Live", Icons.Material.Outlined.Stream),
        new("users", "Users", Icons.Material.Outlined.People, true),
        new("items", "Items", Icons.Material.Outlined.Inventory2),
        new("playground", "Playground", Icons.Material.Outlined.Compare),
        new("models", "Models", Icons.Material.Outlined.ModelTraining, true),
        new("experiments", "Experiments", Icons.Material.Outlined.Science),
        new("rules", "Rules", Icons.Material.Outlined.Rule),
        new("data", "Data", Icons.Material.Outlined.Sync, true),
        new("settings", "Settings and keys", Icons.Material.Outlined.VpnKey),
    ];
}
