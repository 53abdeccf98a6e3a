using MudBlazor;

namespace Personalization.OperatorConsole.Components.Layout;

/// <summary>The colours of the console, light and dark.</summary>
internal static class ConsoleTheme
{
    private const string Accent = "#3b5bdb";

    /// <summary>Creates the theme.</summary>
    public static MudTheme Create() => new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = Accent,
            Background = "#f6f7f9",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1c1f26",
            DrawerBackground = "#f6f7f9",
            DrawerText = "#1c1f26",
            TextPrimary = "#1c1f26",
            TextSecondary = "#5b6270",
            LinesDefault = "#e3e6ea",
            Error = "#c92a2a",
            Success = "#2b8a3e",
            Warning = "#b7640a",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8aa4ff",
            PrimaryContrastText = "#0f1320",
            Background = "#14161a",
            Surface = "#1c1f25",
            AppbarBackground = "#1c1f25",
            AppbarText = "#e8eaed",
            DrawerBackground = "#14161a",
            DrawerText = "#e8eaed",
            TextPrimary = "#e8eaed",
            TextSecondary = "#a2a8b3",
            LinesDefault = "#2c3038",
            Error = "#ff8787",
            Success = "#69db7c",
            Warning = "#ffc078",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px", DrawerWidthLeft = "220px" },
    };
}
